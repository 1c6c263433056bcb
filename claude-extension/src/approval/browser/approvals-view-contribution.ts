import { FrontendApplicationContribution } from '@theia/core/lib/browser/frontend-application-contribution';
import { KeybindingRegistry } from '@theia/core/lib/browser/keybinding';
import { AbstractViewContribution } from '@theia/core/lib/browser/shell/view-contribution';
import { Command, CommandRegistry } from '@theia/core/lib/common/command';
import { injectable } from '@theia/core/shared/inversify';
import { ClaudeSessionWidget } from '../../conversation/browser/claude-session-widget';
import { ApprovalText } from './approval-text';
import { ApprovalsWidget } from './approvals-widget';

/** Opens the inbox and takes the focus there. */
export const OPEN_APPROVALS: Command = {
    id: 'dispatch.approvals.open',
    label: ApprovalText.openInbox,
    category: 'Claude'
};
const ALLOW_FOR_SESSION: Command = {
    id: 'dispatch.claude.allowForSession',
    label: ApprovalText.allowForSession,
    category: 'Claude'
};
const ALLOW_ALWAYS: Command = { id: 'dispatch.claude.allowAlways', label: ApprovalText.always, category: 'Claude' };

/** Puts the inbox into the left bar, and its keys, and those of the answers that make a rule. */
@injectable()
export class ApprovalsViewContribution
    extends AbstractViewContribution<ApprovalsWidget>
    implements FrontendApplicationContribution
{
    constructor() {
        super({
            widgetId: ApprovalsWidget.ID,
            widgetName: ApprovalText.view,
            defaultWidgetOptions: { area: 'left', rank: 160 },
            toggleCommandId: 'dispatch.approvals.toggle'
        });
    }

    async initializeLayout(): Promise<void> {
        await this.openView({ reveal: false });
    }

    override registerCommands(commands: CommandRegistry): void {
        super.registerCommands(commands);
        commands.registerCommand(OPEN_APPROVALS, { execute: () => this.openView({ activate: true }) });
        this.registerAnswer(commands, ALLOW_FOR_SESSION, '.dispatch-approval-for-session');
        this.registerAnswer(commands, ALLOW_ALWAYS, '.dispatch-approval-always');
    }

    override registerKeybindings(keys: KeybindingRegistry): void {
        super.registerKeybindings(keys);
        const when = ClaudeSessionWidget.WAITING_KEY;
        keys.registerKeybindings(
            { command: OPEN_APPROVALS.id, keybinding: 'ctrlcmd+alt+a' },
            { command: ALLOW_FOR_SESSION.id, keybinding: 'alt+shift+enter', when },
            { command: ALLOW_ALWAYS.id, keybinding: 'alt+shift+a', when }
        );
    }

    /** Presses a button of the question that has the focus, else of the first one of the session. */
    private registerAnswer(commands: CommandRegistry, command: Command, selector: string): void {
        const button = (): HTMLButtonElement | null | undefined => {
            const widget = this.shell.activeWidget;
            const node = widget instanceof ClaudeSessionWidget ? widget.node : undefined;
            const focused = node?.ownerDocument.activeElement?.closest('[data-approval]');
            return (focused ?? node)?.querySelector<HTMLButtonElement>(selector);
        };
        commands.registerCommand(command, {
            isEnabled: () => button() !== undefined && button() !== null,
            execute: () => button()?.click()
        });
    }
}
