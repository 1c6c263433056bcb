import { CommandService } from '@theia/core/lib/common/command';
import { ApplicationShell, FrontendApplicationContribution } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { DispatchTerminalWidget } from '../dispatch-terminal-widget';
import { AppearanceCommands } from './appearance-commands';

/** F2 on the tab (focused or under the mouse) of a terminal rename it. F2 in the terminal itself belongs to the program. */
@injectable()
export class TabKeys implements FrontendApplicationContribution {
    @inject(CommandService)
    protected readonly commands!: CommandService;
    @inject(ApplicationShell)
    protected readonly shell!: ApplicationShell;

    onStart(): void {
        document.addEventListener('keydown', event => event.key === 'F2' && this.rename(event), true);
    }

    private rename(event: KeyboardEvent): void {
        const tab = event.target instanceof HTMLElement ? event.target.closest('.lm-TabBar-tab, .lm-TabBar') : null;
        const hovered = document.querySelector<HTMLElement>('.lm-TabBar-tab:hover');
        const element = tab?.matches('.lm-TabBar-tab') ? tab : hovered;
        const widget = element && this.widgetOf(element.id);
        if (widget) {
            event.preventDefault();
            event.stopPropagation();
            void this.commands.executeCommand(AppearanceCommands.RENAME.id, widget);
        }
    }

    private widgetOf(tabId: string): DispatchTerminalWidget | undefined {
        const widget = this.shell.getWidgetById(tabId.replace(/^shell-tab-/, ''));
        return widget instanceof DispatchTerminalWidget ? widget : undefined;
    }
}
