import { nls } from '@theia/core/lib/common/nls';
import { Message, ReactWidget, codicon } from '@theia/core/lib/browser';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { WorkspaceService } from '@theia/workspace/lib/browser';
import { WorkspacesClient } from '../../workspace/browser/workspaces-client';
import { SessionInfo } from '../common/session-protocol';
import { SessionActions } from './session-actions';
import { SessionGroup, groupSessions, rowInTabOrder } from './session-list';
import { SessionRow } from './session-row';
import { SessionSocketManager } from './session-socket-manager';
import { SessionViews } from './session-views';
import { SessionsClient } from './sessions-client';

export const SESSIONS_VIEW_TOGGLE_COMMAND = 'dispatch.sessions.toggle';

/** How often the ages in the list are written anew, in ms. */
const AGE_MS = 30_000;

/** The list of all sessions in the left bar: by workspace, what runs first. It only shows; the client holds the state. */
@injectable()
export class SessionsWidget extends ReactWidget {
    static readonly ID = 'dispatch-sessions';
    static readonly LABEL = nls.localize('dispatch/session/view', 'Sessions');

    @inject(SessionsClient)
    protected readonly client!: SessionsClient;

    @inject(SessionSocketManager)
    protected readonly sockets!: SessionSocketManager;

    @inject(SessionViews)
    protected readonly views!: SessionViews;

    @inject(SessionActions)
    protected readonly actions!: SessionActions;

    @inject(WorkspacesClient)
    protected readonly workspaces!: WorkspacesClient;

    @inject(WorkspaceService)
    protected readonly workspaceService!: WorkspaceService;

    private loaded = false;
    private lastFocused: string | undefined;
    private showsPutAway = false;

    @postConstruct()
    protected init(): void {
        this.id = SessionsWidget.ID;
        this.title.label = SessionsWidget.LABEL;
        this.title.caption = SessionsWidget.LABEL;
        this.title.iconClass = codicon('server-process');
        this.title.closable = true;
        this.addClass('dispatch-sessions');
        this.node.tabIndex = 0;
        for (const onDidChange of [this.client.onDidChange, this.views.onDidChange, this.workspaces.onDidChange]) {
            this.toDispose.push(onDidChange(() => this.update()));
        }
        this.toDispose.push(this.sockets.onDidChangeState(() => this.update()));
        const timer = window.setInterval(() => this.isVisible && this.update(), AGE_MS);
        this.toDispose.push({ dispose: () => window.clearInterval(timer) });
        void this.client.ready.then(() => {
            this.loaded = true;
            this.update();
        });
        this.update();
    }

    protected override onActivateRequest(message: Message): void {
        super.onActivateRequest(message);
        const current = this.node.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]');
        (current ?? this.node).focus();
    }

    protected override render(): React.ReactNode {
        return (
            <>
                {this.renderConnection()}
                {this.shown.length > 0 ? this.renderTree() : this.loaded && this.renderEmpty()}
                {this.renderPutAway()}
            </>
        );
    }

    private get shown(): readonly SessionInfo[] {
        const { sessions } = this.client;
        return this.showsPutAway ? sessions : sessions.filter(session => !this.views.isPutAway(session));
    }

    private renderPutAway(): React.ReactNode {
        const count = this.client.sessions.filter(session => this.views.isPutAway(session)).length;
        if (count === 0) {
            return undefined;
        }
        return (
            <button
                type="button"
                className="dispatch-sessions-put-away"
                aria-pressed={this.showsPutAway}
                onClick={() => {
                    this.showsPutAway = !this.showsPutAway;
                    this.update();
                }}
            >
                {this.showsPutAway
                    ? nls.localize('dispatch/session/hidePutAway', 'Hide archived and deleted')
                    : nls.localize('dispatch/session/showPutAway', 'Archived or in the trash: {0}', count)}
            </button>
        );
    }

    private renderConnection(): React.ReactNode {
        if (this.sockets.state === 'online' || (this.sockets.state === 'connecting' && this.loaded)) {
            return undefined;
        }
        return (
            <div className="dispatch-sessions-connection" role="status">
                <span className={codicon('sync')} />
                {this.sockets.state === 'connecting'
                    ? nls.localize('dispatch/session/connecting', 'Connecting…')
                    : nls.localize('dispatch/session/reconnecting', 'Reconnecting…')}
            </div>
        );
    }

    private renderEmpty(): React.ReactNode {
        return (
            <div className="dispatch-sessions-empty">
                <p>
                    {nls.localize(
                        'dispatch/session/empty',
                        'Terminals and Claude sessions appear here. They keep running when you close the page, and you can come back to them from anywhere.'
                    )}
                </p>
                {this.views.creatable.map(view => (
                    <button
                        key={view.kind}
                        className="theia-button secondary"
                        title={view.keybinding}
                        onClick={() => this.actions.createNew(view.kind)}
                    >
                        <span className={view.iconClass} /> {view.newLabel}
                    </button>
                ))}
            </div>
        );
    }

    private renderTree(): React.ReactNode {
        const folder = this.workspaceService.tryGetRoots()[0]?.resource.path.fsPath();
        const groups = groupSessions(this.shown, this.workspaces.workspaces ?? [], folder);
        const inTabOrder = rowInTabOrder(groups, this.lastFocused);
        return (
            <div
                role="tree"
                aria-label={SessionsWidget.LABEL}
                onKeyDown={moveFocus}
                onFocus={event => this.focused(event.target)}
            >
                {groups.map(group => this.renderGroup(group, inTabOrder))}
            </div>
        );
    }

    private focused(element: HTMLElement): void {
        const id = element.closest<HTMLElement>('[role=treeitem]')?.dataset['sessionId'];
        if (id !== this.lastFocused) {
            this.lastFocused = id;
            this.update();
        }
    }

    private renderStartAll({ sessions, label }: SessionGroup): React.ReactNode {
        const ended = sessions.filter(session => this.actions.canStartAgain(session));
        if (ended.length < 2) {
            return undefined;
        }
        const words = nls.localize('dispatch/session/startAll', 'Start All {0} Ended Again: {1}', ended.length, label);
        return (
            <button
                className={`dispatch-row-action ${codicon('debug-restart')}`}
                title={words}
                aria-label={words}
                onClick={() => void this.actions.startAgain(...ended)}
            />
        );
    }

    private renderGroup(group: SessionGroup, inTabOrder: string | undefined): React.ReactNode {
        return (
            <div key={group.key} role="group" aria-label={group.label} className="dispatch-sessions-group">
                <div className="dispatch-sessions-heading-row">
                    <div className="dispatch-sessions-heading" title={group.folder} aria-hidden>
                        {group.label}
                    </div>
                    {this.renderStartAll(group)}
                </div>
                {group.sessions.map(session => (
                    <SessionRow
                        key={session.id}
                        session={session}
                        groupFolder={group.folder}
                        iconClass={this.views.iconOf(session)}
                        kindLabel={this.views.find(session.kind)?.label ?? session.kind}
                        description={this.views.describe(session)}
                        inTabOrder={session.id === inTabOrder}
                        actions={this.actions}
                    />
                ))}
            </div>
        );
    }
}

/** Up, down, home and end move between the rows, as in every tree. */
function moveFocus(event: React.KeyboardEvent<HTMLElement>): void {
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=treeitem]')];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const targets: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
    const target = rows[targets[event.key]];
    if (at >= 0 && target) {
        event.preventDefault();
        target.focus();
    }
}
