import { ApplicationShell } from '@theia/core/lib/browser/shell/application-shell';
import { WidgetManager } from '@theia/core/lib/browser/widget-manager';
import { Widget } from '@theia/core/lib/browser/widgets/widget';
import { inject, injectable } from '@theia/core/shared/inversify';
import { WorkspaceService } from '@theia/workspace/lib/browser/workspace-service';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import {
    NewSessionOptions,
    SessionDescription,
    SessionOpenOptions,
    SessionViewContribution
} from 'dispatch-extension/lib/session/browser/session-view-contribution';
import { RuntimeName } from '../common/claude-events';
import { CLAUDE_KIND, ClaudeDetail } from '../common/claude-protocol';
import { ClaudeRuntimes } from './claude-runtimes';
import { ClaudeSessionWidget } from './claude-session-widget';
import { ClaudeSetupWidget } from './claude-setup-widget';
import { ClaudeText } from './claude-text';

/** How Claude sessions look in lists, and how they are opened and made. */
@injectable()
export class ClaudeSessionViewContribution implements SessionViewContribution {
    readonly kind = CLAUDE_KIND;
    readonly label = ClaudeText.session;
    readonly newLabel = ClaudeText.newSession;
    readonly iconClass = 'dispatch-claude-icon';
    readonly rank = 20;

    constructor(
        @inject(SessionsClient) private readonly sessions: SessionsClient,
        @inject(WidgetManager) private readonly widgets: WidgetManager,
        @inject(ApplicationShell) private readonly shell: ApplicationShell,
        @inject(WorkspaceService) private readonly workspace: WorkspaceService,
        @inject(ClaudeRuntimes) private readonly runtimes: ClaudeRuntimes
    ) {}

    async open(session: SessionInfo, options?: SessionOpenOptions): Promise<Widget> {
        return this.openSession(session, options);
    }

    async openSession(session: SessionInfo, options?: SessionOpenOptions): Promise<ClaudeSessionWidget> {
        const widget = await this.widgets.getOrCreateWidget<ClaudeSessionWidget>(ClaudeSessionWidget.FACTORY_ID, {
            sessionId: session.id
        });
        await this.show(widget, options?.mode);
        return widget;
    }

    /**
     * Makes a session with `runtime`, else with the one of the settings. Where none can be used, the view that says what
     * to do is opened instead. Fails with `unavailable` while there is no connection.
     */
    async createNew(options: NewSessionOptions & { runtime?: RuntimeName } = {}): Promise<Widget | undefined> {
        const runtime = options.runtime ?? (await this.runtimes.choose())?.name;
        if (!runtime) {
            return this.show(await this.widgets.getOrCreateWidget(ClaudeSetupWidget.FACTORY_ID));
        }
        const session = await this.sessions.create({
            kind: CLAUDE_KIND,
            workspaceId: options.workspaceId,
            folder: options.folder ?? (await this.workspaceFolder()),
            options: { runtime, model: this.runtimes.model, resumeAfterLimit: this.runtimes.resumesAfterLimit }
        });
        return this.open(session);
    }

    async hasWork(session: SessionInfo): Promise<boolean> {
        const state = detailOf(session).claudeState;
        return state === 'working' || state === 'waiting';
    }

    isPutAway(session: SessionInfo): boolean {
        const { archived, trashedAtMs } = detailOf(session);
        return archived === true || trashedAtMs !== undefined;
    }

    describe(session: SessionInfo): SessionDescription | undefined {
        const { claudeState, waiting, archived, trashedAtMs, parkedUntilMs } = detailOf(session);
        if (archived || trashedAtMs !== undefined) {
            return { text: trashedAtMs === undefined ? ClaudeText.archived : ClaudeText.trashed };
        }
        if (!claudeState || session.state === 'ended' || session.state === 'failed') {
            return undefined;
        }
        const text = parkedUntilMs === undefined ? ClaudeText.states[claudeState] : ClaudeText.atLimit;
        return { text, waiting: waiting || undefined, isWorking: claudeState === 'working' };
    }

    private async workspaceFolder(): Promise<string | undefined> {
        const [root] = await this.workspace.roots;
        return root?.resource.path.fsPath();
    }

    private async show(widget: Widget, mode: SessionOpenOptions['mode'] = 'activate'): Promise<Widget> {
        if (!widget.isAttached) {
            await this.shell.addWidget(widget, { area: 'main' });
        }
        await (mode === 'reveal' ? this.shell.revealWidget(widget.id) : this.shell.activateWidget(widget.id));
        return widget;
    }
}

function detailOf(session: SessionInfo): ClaudeDetail {
    const parsed = ClaudeDetail.safeParse(session.detail);
    return parsed.success ? parsed.data : {};
}
