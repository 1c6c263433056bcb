import { CommonMenus } from '@theia/core/lib/browser/common-menus';
import { KeybindingContribution, KeybindingRegistry } from '@theia/core/lib/browser/keybinding';
import { QuickPickService } from '@theia/core/lib/common/quick-pick-service';
import { ApplicationShell } from '@theia/core/lib/browser/shell/application-shell';
import { CommandContribution, CommandRegistry } from '@theia/core/lib/common/command';
import { MenuContribution, MenuModelRegistry } from '@theia/core/lib/common/menu';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { asDispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { RuntimeName } from '../common/claude-events';
import { ClaudeCommands } from './claude-commands';
import { ClaudeRuntimes } from './claude-runtimes';
import { ClaudeSessionViewContribution } from './claude-session-view-contribution';
import { ClaudeSessionWidget } from './claude-session-widget';
import { ClaudeText } from './claude-text';
import { ClaudeSignIn } from './sign-in/claude-sign-in';

/** Escape closes the list of suggestions first, and stops Claude only where there is none. */
const WHILE_BUSY = `${ClaudeSessionWidget.BUSY_KEY} && !suggestWidgetVisible`;

/** Commands, menu entries and keys of Claude sessions. */
@injectable()
export class ClaudeContribution implements CommandContribution, MenuContribution, KeybindingContribution {
    constructor(
        @inject(ApplicationShell) private readonly shell: ApplicationShell,
        @inject(ClaudeSessionViewContribution) private readonly views: ClaudeSessionViewContribution,
        @inject(ClaudeRuntimes) private readonly runtimes: ClaudeRuntimes,
        @inject(ClaudeSignIn) private readonly signIn: ClaudeSignIn,
        @inject(QuickPickService) private readonly picks: QuickPickService,
        @inject(MessageService) private readonly messages: MessageService
    ) {}

    registerCommands(commands: CommandRegistry): void {
        commands.registerCommand(ClaudeCommands.NEW, {
            execute: (options: unknown) => this.create(runtimeIn(options))
        });
        commands.registerCommand(ClaudeCommands.NEW_WITH, { execute: () => this.createWith() });
        commands.registerCommand(ClaudeCommands.SIGN_IN, { execute: () => this.signIn.open() });
        this.registerOnCurrent(commands);
    }

    registerMenus(menus: MenuModelRegistry): void {
        menus.registerMenuAction(CommonMenus.FILE_NEW_TEXT, { commandId: ClaudeCommands.NEW.id, order: 'z1' });
    }

    registerKeybindings(keys: KeybindingRegistry): void {
        keys.registerKeybindings(
            { command: ClaudeCommands.NEW.id, keybinding: 'ctrlcmd+alt+l' },
            { command: ClaudeCommands.STOP.id, keybinding: 'escape', when: WHILE_BUSY },
            { command: ClaudeCommands.ALLOW.id, keybinding: 'alt+enter', when: ClaudeSessionWidget.WAITING_KEY },
            { command: ClaudeCommands.DENY.id, keybinding: 'alt+backspace', when: ClaudeSessionWidget.WAITING_KEY }
        );
    }

    private registerOnCurrent(commands: CommandRegistry): void {
        const onCurrent = (
            run: (widget: ClaudeSessionWidget) => void,
            enabled: (widget: ClaudeSessionWidget) => boolean
        ) => ({
            isEnabled: () => this.current !== undefined && enabled(this.current),
            isVisible: () => this.current !== undefined,
            execute: () => this.current && run(this.current)
        });
        const waits = (widget: ClaudeSessionWidget): boolean => widget.model.transcript.state === 'waiting';
        commands.registerCommand(
            ClaudeCommands.STOP,
            onCurrent(
                widget => void widget.model.stop(),
                widget => widget.model.busy
            )
        );
        commands.registerCommand(
            ClaudeCommands.ALLOW,
            onCurrent(widget => widget.answerShown('allow'), waits)
        );
        commands.registerCommand(
            ClaudeCommands.DENY,
            onCurrent(widget => widget.answerShown('deny'), waits)
        );
    }

    private get current(): ClaudeSessionWidget | undefined {
        const widget = this.shell.activeWidget ?? this.shell.currentWidget;
        return widget instanceof ClaudeSessionWidget ? widget : undefined;
    }

    private async create(runtime?: RuntimeName): Promise<void> {
        try {
            await this.views.createNew({ runtime });
        } catch (error) {
            void this.messages.error(asDispatchError(error).message);
        }
    }

    private async createWith(): Promise<void> {
        try {
            const runtimes = await this.runtimes.list();
            const standard = (await this.runtimes.choose(runtimes))?.name;
            const items = runtimes.map(({ name, label, usable, reason }) => ({
                label,
                description: name === standard ? ClaudeText.byDefault : undefined,
                detail: usable ? ClaudeText.runtimeDetails[name] : reason,
                runtime: usable ? name : undefined
            }));
            const picked = await this.picks.show(items, { placeholder: ClaudeText.pickRuntime });
            if (picked) {
                await this.views.createNew({ runtime: picked.runtime });
            }
        } catch (error) {
            void this.messages.error(asDispatchError(error).message);
        }
    }
}

/** Commands can be called with anything by anyone. */
function runtimeIn(options: unknown): RuntimeName | undefined {
    const runtime =
        typeof options === 'object' && options !== null && 'runtime' in options ? options.runtime : undefined;
    const parsed = RuntimeName.safeParse(runtime);
    return parsed.success ? parsed.data : undefined;
}
