import { CommandRegistry } from '@theia/core/lib/common/command';
import { Emitter } from '@theia/core/lib/common/event';
import { nls } from '@theia/core/lib/common/nls';
import { AbstractViewContribution, Widget, codicon } from '@theia/core/lib/browser';
import { TabBarToolbarContribution, TabBarToolbarRegistry } from '@theia/core/lib/browser/shell/tab-bar-toolbar';
import { FrontendApplicationContribution } from '@theia/core/lib/browser/frontend-application-contribution';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { SessionActions } from './session-actions';
import { isOver } from './session-list';
import { SessionViews } from './session-views';
import { SessionsClient } from './sessions-client';
import { SESSIONS_VIEW_TOGGLE_COMMAND, SessionsWidget } from './sessions-widget';

const REMOVE_ENDED = { id: 'dispatch.sessions.removeEnded', label: 'Remove Ended Sessions', category: 'Sessions' };

/** Puts the Sessions view into the left bar, with its toolbar: one "new" for each kind, and tidying up. */
@injectable()
export class SessionsViewContribution
    extends AbstractViewContribution<SessionsWidget>
    implements TabBarToolbarContribution, FrontendApplicationContribution
{
    @inject(SessionActions)
    protected readonly actions!: SessionActions;

    @inject(SessionViews)
    protected readonly views!: SessionViews;

    @inject(SessionsClient)
    protected readonly client!: SessionsClient;

    /** Other items of the toolbar are visible now. */
    protected readonly onItemsEmitter = new Emitter<void>();
    protected visibleItems = '';

    constructor() {
        super({
            widgetId: SessionsWidget.ID,
            widgetName: SessionsWidget.LABEL,
            defaultWidgetOptions: { area: 'left', rank: 150 },
            toggleCommandId: SESSIONS_VIEW_TOGGLE_COMMAND,
            toggleKeybinding: 'ctrlcmd+alt+s'
        });
    }

    @postConstruct()
    protected init(): void {
        this.client.onDidChange(() => this.sessionsChanged());
    }

    async initializeLayout(): Promise<void> {
        await this.openView();
    }

    override registerCommands(commands: CommandRegistry): void {
        super.registerCommands(commands);
        for (const view of this.views.creatable) {
            commands.registerCommand(
                // without a label: each kind has a command of its own in the palette
                { id: newCommandId(view.kind) },
                {
                    execute: () => this.actions.createNew(view.kind),
                    isVisible: () => this.views.creatable.includes(view),
                    isEnabled: () => this.views.creatable.includes(view)
                }
            );
        }
        commands.registerCommand(REMOVE_ENDED, {
            execute: () => this.actions.removeAllEnded(),
            isEnabled: () => this.hasEnded()
        });
    }

    registerToolbarItems(toolbar: TabBarToolbarRegistry): void {
        const isVisible = (widget: Widget | undefined): boolean => widget instanceof SessionsWidget;
        this.views.creatable.forEach((view, index) =>
            toolbar.registerItem({
                id: `${newCommandId(view.kind)}.toolbar`,
                command: newCommandId(view.kind),
                icon: () => view.iconClass,
                tooltip: view.newLabel,
                priority: index,
                isVisible: widget => isVisible(widget) && this.views.creatable.includes(view)
            })
        );
        toolbar.registerItem({
            id: `${REMOVE_ENDED.id}.toolbar`,
            command: REMOVE_ENDED.id,
            icon: codicon('clear-all'),
            tooltip: nls.localize('dispatch/session/removeEnded', 'Remove Ended Sessions'),
            priority: 50,
            onDidChange: this.onItemsEmitter.event,
            isVisible: widget => isVisible(widget) && this.hasEnded()
        });
    }

    /** Sessions change with each command of each terminal, and each change of a toolbar draws all tabs and toolbars anew. */
    protected sessionsChanged(): void {
        const items = [...this.views.creatable.map(({ kind }) => kind), this.hasEnded()].join();
        if (items !== this.visibleItems) {
            this.visibleItems = items;
            this.onItemsEmitter.fire();
        }
    }

    protected hasEnded(): boolean {
        return this.client.sessions.some(isOver);
    }
}

function newCommandId(kind: string): string {
    return `dispatch.sessions.new.${kind}`;
}
