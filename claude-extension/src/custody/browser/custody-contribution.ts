import { ApplicationShell } from '@theia/core/lib/browser/shell/application-shell';
import { CommonMenus } from '@theia/core/lib/browser/common-menus';
import { WidgetManager } from '@theia/core/lib/browser/widget-manager';
import { Command, CommandContribution, CommandRegistry } from '@theia/core/lib/common/command';
import { MenuContribution, MenuModelRegistry } from '@theia/core/lib/common/menu';
import { inject, injectable } from '@theia/core/shared/inversify';
import { ConversationsWidget } from './conversations-widget';
import { CustodyText } from './custody-text';

/** Opens the list of conversations made elsewhere. */
export const OPEN_ELSEWHERE: Command = {
    id: 'dispatch.claude.conversationsElsewhere',
    category: 'Claude',
    label: CustodyText.openElsewhere
};

/** The command and the menu entry of conversations made elsewhere. */
@injectable()
export class CustodyContribution implements CommandContribution, MenuContribution {
    constructor(
        @inject(WidgetManager) private readonly widgets: WidgetManager,
        @inject(ApplicationShell) private readonly shell: ApplicationShell
    ) {}

    registerCommands(commands: CommandRegistry): void {
        commands.registerCommand(OPEN_ELSEWHERE, { execute: () => this.open() });
    }

    registerMenus(menus: MenuModelRegistry): void {
        menus.registerMenuAction(CommonMenus.FILE_OPEN, { commandId: OPEN_ELSEWHERE.id, order: 'z2' });
    }

    private async open(): Promise<void> {
        const widget = await this.widgets.getOrCreateWidget(ConversationsWidget.ID);
        if (!widget.isAttached) {
            await this.shell.addWidget(widget, { area: 'main' });
        }
        await this.shell.activateWidget(widget.id);
    }
}
