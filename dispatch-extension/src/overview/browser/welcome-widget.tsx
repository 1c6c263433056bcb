import { CommandRegistry } from '@theia/core/lib/common/command';
import { nls } from '@theia/core/lib/common/nls';
import { ApplicationShell, KeybindingRegistry, Message, ReactWidget, codicon } from '@theia/core/lib/browser';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { SessionActions } from '../../session/browser/session-actions';
import { byNeed, isOver } from '../../session/browser/session-list';
import { SessionSocketManager } from '../../session/browser/session-socket-manager';
import { SessionViews } from '../../session/browser/session-views';
import { SESSIONS_VIEW_TOGGLE_COMMAND, SessionsWidget } from '../../session/browser/sessions-widget';
import { SessionsClient } from '../../session/browser/sessions-client';
import { SessionInfo } from '../../session/common/session-protocol';
import { DispatchWorkspaceCommands, WorkspaceCommandContribution } from '../../workspace/browser/workspace-commands';
import { WorkspacesClient } from '../../workspace/browser/workspaces-client';
import { WorkspaceInfo } from '../../workspace/common/workspace-protocol';
import { Greeting, SessionTile, WorkspaceTile } from './welcome-parts';
import { SHORTCUTS, keyCaps } from './welcome-shortcuts';

const MOST_WORKSPACES = 6;
const MOST_SESSIONS = 6;

/** The first thing people see: what runs, where they worked, and what they can start. It only shows. */
@injectable()
export class WelcomeWidget extends ReactWidget {
    static readonly LABEL = nls.localize('dispatch/overview/welcome', 'Welcome');

    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;
    @inject(SessionSocketManager)
    protected readonly sockets!: SessionSocketManager;
    @inject(SessionViews)
    protected readonly views!: SessionViews;
    @inject(SessionActions)
    protected readonly actions!: SessionActions;
    @inject(WorkspacesClient)
    protected readonly workspaces!: WorkspacesClient;
    @inject(WorkspaceCommandContribution)
    protected readonly workspaceCommands!: WorkspaceCommandContribution;
    @inject(CommandRegistry)
    protected readonly commands!: CommandRegistry;
    @inject(KeybindingRegistry)
    protected readonly keybindings!: KeybindingRegistry;

    @inject(ApplicationShell)
    protected readonly shell!: ApplicationShell;

    private loaded = false;

    @postConstruct()
    protected init(): void {
        this.title.label = WelcomeWidget.LABEL;
        this.title.caption = WelcomeWidget.LABEL;
        this.title.iconClass = codicon('home');
        this.title.closable = true;
        this.addClass('dispatch-welcome');
        this.node.tabIndex = 0;
        for (const onDidChange of [this.sessions.onDidChange, this.views.onDidChange, this.workspaces.onDidChange]) {
            this.toDispose.push(onDidChange(() => this.update()));
        }
        this.toDispose.push(this.keybindings.onKeybindingsChanged(() => this.update()));
        void this.sessions.ready.then(() => {
            this.loaded = true;
            this.update();
        });
        this.update();
    }

    protected override onActivateRequest(message: Message): void {
        super.onActivateRequest(message);
        (this.node.querySelector<HTMLElement>('.dispatch-welcome-action') ?? this.node).focus();
    }

    protected override render(): React.ReactNode {
        const running = this.sessions.sessions.filter(session => !isOver(session) && !this.views.isPutAway(session));
        return (
            <main className="dispatch-welcome-page">
                <Greeting />
                {this.renderActions()}
                <div className="dispatch-welcome-columns">
                    {this.renderSessions(running)}
                    {this.renderWorkspaces(this.workspaces.workspaces)}
                </div>
                {this.renderShortcuts()}
            </main>
        );
    }

    private renderActions(): React.ReactNode {
        return (
            <nav className="dispatch-welcome-actions" aria-label={nls.localize('dispatch/overview/start', 'Start')}>
                {this.views.creatable.map((view, index) =>
                    this.renderAction(
                        view.iconClass,
                        view.newLabel,
                        () => this.actions.createNew(view.kind),
                        index === 0
                    )
                )}
                {this.renderCommand(
                    'folder-opened',
                    nls.localize('dispatch/overview/open', 'Open Folder'),
                    DispatchWorkspaceCommands.OPEN.id
                )}
                {this.renderCommand(
                    'repo-clone',
                    nls.localize('dispatch/overview/clone', 'Clone Repository'),
                    DispatchWorkspaceCommands.CLONE.id
                )}
                {this.renderCommand(
                    'new-folder',
                    nls.localize('dispatch/overview/create', 'New Workspace'),
                    DispatchWorkspaceCommands.CREATE.id
                )}
            </nav>
        );
    }

    private renderCommand(icon: string, label: string, commandId: string): React.ReactNode {
        return this.renderAction(codicon(icon), label, () => this.commands.executeCommand(commandId), false);
    }

    private renderAction(iconClass: string, label: string, run: () => unknown, first: boolean): React.ReactNode {
        return (
            <button
                key={label}
                className={`dispatch-welcome-action ${first ? 'dispatch-first' : ''}`}
                onClick={() => run()}
            >
                <span className={iconClass} />
                {label}
            </button>
        );
    }

    private renderSessions(running: readonly SessionInfo[]): React.ReactNode {
        const all = byNeed(running.map(session => ({ session, ...this.views.describe(session) })));
        const more = all.length - MOST_SESSIONS;
        return (
            <section aria-label={nls.localize('dispatch/overview/running', 'Running')}>
                <h2>{nls.localize('dispatch/overview/running', 'Running')}</h2>
                {all.slice(0, MOST_SESSIONS).map(({ session }) => (
                    <SessionTile
                        key={session.id}
                        session={session}
                        iconClass={this.views.iconOf(session)}
                        description={this.views.describe(session)}
                        open={() => this.actions.open(session)}
                    />
                ))}
                {more > 0 && (
                    <button className="dispatch-welcome-more" onClick={() => void this.showSessions()}>
                        {nls.localize('dispatch/overview/more', '{0} more', more)}
                    </button>
                )}
                {running.length === 0 && this.loaded && (
                    <p className="dispatch-welcome-empty">
                        {nls.localize(
                            'dispatch/overview/nothingRuns',
                            'Nothing is running. What you start here goes on when you close the page, and waits for you.'
                        )}
                    </p>
                )}
            </section>
        );
    }

    private async showSessions(): Promise<void> {
        if (!(await this.shell.activateWidget(SessionsWidget.ID))) {
            await this.commands.executeCommand(SESSIONS_VIEW_TOGGLE_COMMAND);
        }
    }

    private renderWorkspaces(workspaces: readonly WorkspaceInfo[] | undefined): React.ReactNode {
        return (
            <section aria-label={nls.localize('dispatch/overview/recent', 'Recent workspaces')}>
                <h2>{nls.localize('dispatch/overview/recent', 'Recent workspaces')}</h2>
                {workspaces?.slice(0, MOST_WORKSPACES).map(workspace => (
                    <WorkspaceTile
                        key={workspace.id}
                        workspace={workspace}
                        open={() => this.workspaceCommands.show(workspace)}
                        forget={() => this.workspaceCommands.forget(workspace)}
                    />
                ))}
                {workspaces?.length === 0 && (
                    <p className="dispatch-welcome-empty">
                        {nls.localize(
                            'dispatch/overview/noWorkspaces',
                            'Open a folder or clone a repository, and it appears here.'
                        )}
                    </p>
                )}
            </section>
        );
    }

    private renderShortcuts(): React.ReactNode {
        return (
            <dl
                className="dispatch-welcome-shortcuts"
                aria-label={nls.localize('dispatch/overview/shortcuts', 'Shortcuts')}
            >
                {SHORTCUTS.map(({ commandId, label }) => {
                    const caps = keyCaps(this.keybindings, commandId);
                    return (
                        caps.length > 0 && (
                            <div key={commandId}>
                                <dt>{label}</dt>
                                <dd>
                                    {caps.map(cap => (
                                        <kbd key={cap}>{cap}</kbd>
                                    ))}
                                </dd>
                            </div>
                        )
                    );
                })}
            </dl>
        );
    }
}
