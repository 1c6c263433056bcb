import { Command, CommandContribution, CommandRegistry } from '@theia/core/lib/common/command';
import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { QuickInputService } from '@theia/core/lib/common/quick-pick-service';
import { KeybindingContribution, KeybindingRegistry } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalService } from '@theia/terminal/lib/browser/base/terminal-service';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { FoundLink, LinkFinder, LinkPlace } from './link-finder';
import { keyOf, LinkList } from './link-list';
import { TerminalLinks } from './terminal-links';

/** How many rows above the end of the screen are searched. */
const MAX_ROWS = 1_000;

const CATEGORY = nls.localizeByDefault('Terminal');

/** VS Code's commands, by its ids. */
export const LinkCommands = {
    OPEN_DETECTED: {
        id: 'workbench.action.terminal.openDetectedLink',
        label: nls.localizeByDefault('Open Detected Link...'),
        category: CATEGORY
    },
    OPEN_LAST_FILE: {
        id: 'workbench.action.terminal.openFileLink',
        label: nls.localizeByDefault('Open Last Local File Link'),
        category: CATEGORY
    },
    OPEN_LAST_URL: {
        id: 'workbench.action.terminal.openUrlLink',
        label: nls.localizeByDefault('Open Last URL Link'),
        category: CATEGORY
    }
} satisfies Record<string, Command>;

/** Links by keyboard: a list of those in the terminal, the newest first, and the last one of a kind at once. */
@injectable()
export class OpenDetectedLink implements CommandContribution, KeybindingContribution {
    @inject(TerminalService)
    protected readonly terminals!: TerminalService;
    @inject(TerminalLinks)
    protected readonly links!: TerminalLinks;
    @inject(LinkFinder)
    protected readonly finder!: LinkFinder;
    @inject(QuickInputService)
    protected readonly quickInput!: QuickInputService;
    @inject(MessageService)
    protected readonly messages!: MessageService;

    registerCommands(commands: CommandRegistry): void {
        const isEnabled = (): boolean => this.place() !== undefined;
        commands.registerCommand(LinkCommands.OPEN_DETECTED, { isEnabled, execute: () => this.pick() });
        commands.registerCommand(LinkCommands.OPEN_LAST_FILE, { isEnabled, execute: () => this.openLast('file') });
        commands.registerCommand(LinkCommands.OPEN_LAST_URL, { isEnabled, execute: () => this.openLast('url') });
    }

    registerKeybindings(keybindings: KeybindingRegistry): void {
        keybindings.registerKeybinding({
            command: LinkCommands.OPEN_DETECTED.id,
            keybinding: 'ctrlcmd+shift+g',
            when: 'terminalFocus'
        });
    }

    protected place(): LinkPlace | undefined {
        const terminal = this.terminals.currentTerminal ?? this.terminals.lastUsedTerminal;
        return terminal instanceof DispatchTerminalWidget ? this.links.placeOf(terminal) : undefined;
    }

    protected async pick(): Promise<void> {
        const place = this.place();
        if (!place) {
            return;
        }
        const onOutput = place.terminal.terminal.onWriteParsed;
        const picked = await new LinkList(this.quickInput, { onOutput, collect: () => this.collect(place) }).pick();
        if (picked) {
            picked.follow();
        } else {
            place.terminal.activate();
        }
    }

    protected async openLast(kind: FoundLink['kind']): Promise<void> {
        const place = this.place();
        const link = place && (await this.collect(place)).find(each => each.kind === kind);
        if (link) {
            link.follow();
        } else {
            void this.messages.info(nls.localize('dispatch/links/none', 'There is no such link in this terminal.'), {
                timeout: 4_000
            });
        }
    }

    /** The links of the last rows, the newest first, each once. */
    private async collect(place: LinkPlace): Promise<FoundLink[]> {
        const { active } = place.terminal.terminal.buffer;
        const last = Math.min(active.length, active.baseY + place.terminal.terminal.rows) - 1;
        const lines = [];
        for (let y = last; y >= Math.max(0, last - MAX_ROWS);) {
            const line = this.finder.lineAt(place, y);
            if (line.text.trim()) {
                lines.push(this.links.inLine(place, line));
            }
            y = Math.min(y, line.startLine) - 1;
        }
        const found = (await Promise.all(lines)).flatMap(links => links.toReversed());
        return [...new Map(found.toReversed().map(link => [keyOf(link), link])).values()].toReversed();
    }
}
