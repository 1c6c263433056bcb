import { z } from 'zod';
import { Widget, codicon } from '@theia/core/lib/browser';
import { nls } from '@theia/core/lib/common/nls';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalService } from '@theia/terminal/lib/browser/base/terminal-service';
import { TerminalWidget } from '@theia/terminal/lib/browser/base/terminal-widget';
import { SessionId } from '../../../kernel/common/ids';
import {
    NewSessionOptions,
    SessionDescription,
    SessionOpenOptions,
    SessionViewContribution
} from '../../../session/browser/session-view-contribution';
import { SessionWork } from '../../../session/browser/ending/end-dialog';
import { SessionsClient } from '../../../session/browser/sessions-client';
import { SessionInfo } from '../../../session/common/session-protocol';
import { TERMINAL_KIND, TerminalDetail, TerminalSessionRpc } from '../../common/terminal-protocol';
import { chosenAppearance, iconClassOf } from '../appearance/terminal-appearance';
import { DispatchTerminalWidget, SESSION_ATTRIBUTE } from '../dispatch-terminal-widget';

/** Terminals in the Sessions view and on the welcome page. */
@injectable()
export class TerminalSessionView implements SessionViewContribution {
    readonly kind = TERMINAL_KIND;
    readonly label = nls.localizeByDefault('Terminal');
    readonly newLabel = nls.localizeByDefault('New Terminal');
    readonly iconClass = codicon('terminal');
    readonly rank = 10;
    readonly keybinding = 'Ctrl+Shift+`';

    @inject(TerminalService)
    protected readonly terminals!: TerminalService;
    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;

    private readonly opening = new Map<SessionId, Promise<TerminalWidget>>();

    /** The widget that shows this session in this page. */
    find(session: SessionInfo): DispatchTerminalWidget | undefined {
        return this.terminals.all.find(
            (terminal): terminal is DispatchTerminalWidget =>
                terminal instanceof DispatchTerminalWidget && terminal.sessionId === session.id
        );
    }

    async open(session: SessionInfo, options: SessionOpenOptions = {}): Promise<Widget> {
        const widget = this.find(session) ?? (await this.showOnce(session));
        await this.terminals.open(widget, { mode: options.mode ?? 'activate' });
        return widget;
    }

    async createNew(options: NewSessionOptions = {}): Promise<Widget> {
        const widget = await this.terminals.newTerminal({ cwd: options.folder });
        // Shown at once; what goes wrong is said in it.
        await this.terminals.open(widget, { mode: 'activate' });
        await widget.start().catch(() => undefined);
        return widget;
    }

    describe({ detail }: SessionInfo): SessionDescription {
        return { iconClass: iconClassOf(chosenAppearance(detail)) };
    }

    async listWork(session: SessionInfo): Promise<readonly SessionWork[]> {
        const rpc = this.sessions.ofSession(TerminalSessionRpc, session.id, { repeatable: ['listProcesses'] });
        const { processes } = await rpc.listProcesses({});
        return processes.filter(({ isShell }) => !isShell).map(workOf);
    }

    /** A task is run again by itself, with what belongs to it. */
    canStartAgain(session: SessionInfo): boolean {
        return TerminalDetail.safeParse(session.detail).data?.task === undefined;
    }

    /** A double click gets one widget: a second would take the stream away from the first, which would stand still. */
    private showOnce(session: SessionInfo): Promise<TerminalWidget> {
        let opening = this.opening.get(session.id);
        if (!opening) {
            opening = this.show(session).finally(() => this.opening.delete(session.id));
            this.opening.set(session.id, opening);
        }
        return opening;
    }

    private async show(session: SessionInfo): Promise<TerminalWidget> {
        const ofTask = TerminalDetail.safeParse(session.detail).data?.task !== undefined;
        const widget = await this.terminals.newTerminal({
            kind: ofTask ? 'task' : undefined,
            attributes: { [SESSION_ATTRIBUTE]: session.id }
        });
        await widget.start();
        return widget;
    }
}

type ListedProcess = z.infer<typeof TerminalSessionRpc.requests.listProcesses.result>['processes'][number];

function workOf({ name, command, pid, ports }: ListedProcess): SessionWork {
    const listens = ports.map(port => nls.localize('dispatch/terminal/port', 'port {0}', port));
    return { name, detail: command, place: [...listens, `pid ${pid}`].join(' · ') };
}
