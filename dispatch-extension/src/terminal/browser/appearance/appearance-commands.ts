import { Command, CommandContribution, CommandRegistry } from '@theia/core/lib/common/command';
import { MenuContribution, MenuModelRegistry } from '@theia/core/lib/common/menu';
import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import {
    ApplicationShell,
    QuickInputService,
    SHELL_TABBAR_CONTEXT_MENU,
    QuickPickItem,
    codicon
} from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalService } from '@theia/terminal/lib/browser/base/terminal-service';
import { TerminalCommands } from '@theia/terminal/lib/browser/terminal-frontend-contribution';
import { terminalAnsiColorMap } from '@theia/terminal/lib/common/terminal-preferences';
import { asDispatchError } from '../../../kernel/common/errors';
import { SessionActions } from '../../../session/browser/session-actions';
import { SessionsClient } from '../../../session/browser/sessions-client';
import { TerminalAppearance, TerminalSessionRpc } from '../../common/terminal-protocol';
import { DispatchTerminalWidget } from '../dispatch-terminal-widget';
import { TerminalTarget } from '../commands/terminal-target';
import { ICON_CHOICES } from './icon-choices';

const category = TerminalCommands.TERMINAL_CATEGORY;

/** Named as in VS Code. */
export const AppearanceCommands = {
    RENAME: {
        id: 'workbench.action.terminal.rename',
        category,
        label: nls.localizeByDefault('Rename...')
    },
    CHANGE_ICON: {
        id: 'workbench.action.terminal.changeIcon',
        category,
        label: nls.localizeByDefault('Change Icon...')
    },
    CHANGE_COLOR: {
        id: 'workbench.action.terminal.changeColor',
        category,
        label: nls.localizeByDefault('Change Color...')
    }
} satisfies Record<string, Command>;

interface Choice extends QuickPickItem {
    value: string | null;
}

/** Name, icon and colour of a terminal, from the palette, the tab's menu, and F2 on the tab. */
@injectable()
export class AppearanceContribution implements CommandContribution, MenuContribution {
    @inject(TerminalTarget)
    protected readonly target!: TerminalTarget;
    @inject(SessionActions)
    protected readonly actions!: SessionActions;
    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;
    @inject(QuickInputService)
    protected readonly quickInput!: QuickInputService;
    @inject(MessageService)
    protected readonly messages!: MessageService;
    @inject(ApplicationShell)
    protected readonly shell!: ApplicationShell;
    @inject(TerminalService)
    protected readonly terminals!: TerminalService;

    registerCommands(commands: CommandRegistry): void {
        const { RENAME, CHANGE_ICON, CHANGE_COLOR } = AppearanceCommands;
        commands.registerCommand(
            RENAME,
            this.target.handler(terminal => this.rename(terminal))
        );
        commands.registerCommand(
            CHANGE_ICON,
            this.target.handler(terminal => this.changeIcon(terminal))
        );
        commands.registerCommand(
            CHANGE_COLOR,
            this.target.handler(terminal => this.changeColor(terminal))
        );
    }

    registerMenus(menus: MenuModelRegistry): void {
        const group = [...SHELL_TABBAR_CONTEXT_MENU, '0_terminal'];
        const { RENAME, CHANGE_ICON, CHANGE_COLOR } = AppearanceCommands;
        [RENAME, CHANGE_ICON, CHANGE_COLOR].forEach(({ id, label }, order) =>
            menus.registerMenuAction(group, { commandId: id, label, order: `2${order}`, when: 'isTerminalTab' })
        );
    }

    private async rename(terminal: DispatchTerminalWidget): Promise<void> {
        const session = terminal.sessionInfo;
        if (session) {
            await this.actions.rename({ ...session, title: terminal.title.label });
        }
    }

    private async changeColor(terminal: DispatchTerminalWidget): Promise<void> {
        const colors = Object.keys(terminalAnsiColorMap).map((id): Choice => ({
            label: id.replace('terminal.ansi', '').replace(/([a-z])([A-Z])/g, '$1 $2'),
            iconClasses: ['codicon', 'codicon-circle-filled', `dispatch-terminal-${id.replace('.', '-')}`],
            value: id
        }));
        const color = await this.pick(nls.localizeByDefault('Select a color for the terminal'), colors);
        if (color !== undefined) {
            await this.change(terminal, { color });
        }
    }

    private async changeIcon(terminal: DispatchTerminalWidget): Promise<void> {
        const icons = ICON_CHOICES.map((id): Choice => ({ label: id, iconClasses: codicon(id).split(' '), value: id }));
        const icon = await this.pick(nls.localizeByDefault('Select an icon for the terminal'), icons);
        if (icon !== undefined) {
            await this.change(terminal, { icon });
        }
    }

    /** `null` for none of them, `undefined` when the person thought better of it. */
    private async pick(placeholder: string, choices: Choice[]): Promise<string | null | undefined> {
        const reset: Choice = {
            label: nls.localize('dispatch/terminal/defaultLook', 'Default'),
            iconClasses: codicon('discard').split(' '),
            value: null
        };
        return (await this.quickInput.showQuickPick([reset, ...choices], { placeholder }))?.value;
    }

    private async change(
        terminal: DispatchTerminalWidget,
        change: { [K in keyof TerminalAppearance]: string | null }
    ): Promise<void> {
        if (!terminal.sessionId) {
            return;
        }
        try {
            const rpc = this.sessions.ofSession(TerminalSessionRpc, terminal.sessionId, {
                repeatable: ['changeAppearance']
            });
            await rpc.changeAppearance(change);
        } catch (thrown) {
            void this.messages.error(asDispatchError(thrown).message);
        }
    }
}
