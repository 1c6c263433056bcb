import { QuickInputService, QuickPickItem, QuickPickSeparator } from '@theia/core/lib/browser/quick-input';
import { nls } from '@theia/core/lib/common/nls';
import { inject, injectable } from '@theia/core/shared/inversify';
import { SessionInfo } from '../../../session/common/session-protocol';
import { SessionsClient } from '../../../session/browser/sessions-client';
import { ageInWords, baseName } from '../../../session/browser/session-list';
import { TERMINAL_KIND } from '../../../terminal/common/terminal-protocol';
import { CommandRecord } from '../../common/shell-integration-protocol';
import { statusInWords } from '../marks/command-words';
import { IntegratedTerminal } from '../integrated-terminal';
import { commandsOf } from '../terminal-commands';
import { quotedFolder } from '../../domain/command-input';
import { CommandActions } from './command-actions';

interface LinePick extends QuickPickItem {
    line: string;
    trusted: boolean;
}

interface FolderPick extends QuickPickItem {
    folder: string;
}

/** Other terminals that are asked, the newest first, and how many commands of each. */
const MAX_OTHER_TERMINALS = 20;
const MAX_COMMANDS_OF_OTHER = 100;

/** Lists of what was run and where, of all terminals, to do it again. */
@injectable()
export class RecentPicks {
    @inject(QuickInputService)
    protected readonly quickInput!: QuickInputService;
    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;
    @inject(CommandActions)
    protected readonly actions!: CommandActions;

    async runRecent(terminal: IntegratedTerminal): Promise<void> {
        const seen = new Set<string>();
        const pick = ({ line, trusted, ...more }: LinePick): LinePick[] => {
            if (line === '' || seen.has(line)) {
                return [];
            }
            seen.add(line);
            return [{ line, trusted, ...more }];
        };
        const own = this.ownCommands(terminal).flatMap(command => pick(lineOf(command)));
        const others = (await this.otherCommands(terminal)).flatMap(command => pick(lineOf(command)));
        const history = (await this.history(terminal)).flatMap(line =>
            pick({ label: oneLine(line), line, trusted: true })
        );
        const chosen = await this.choose<LinePick>(
            [
                { label: nls.localize('dispatch/shell/thisTerminal', 'this terminal'), picks: own },
                { label: nls.localize('dispatch/shell/otherTerminals', 'other terminals'), picks: others },
                { label: nls.localize('dispatch/shell/historyFile', "the shell's history"), picks: history }
            ],
            nls.localize('dispatch/shell/pickCommand', 'Select a command to run')
        );
        if (chosen) {
            this.actions.run(terminal, chosen);
        }
    }

    async goToRecentFolder(terminal: IntegratedTerminal): Promise<void> {
        const seen = new Set<string>([terminal.currentFolder ?? '']);
        const pick = ({ folder }: CommandRecord): FolderPick[] => {
            if (folder === undefined || seen.has(folder)) {
                return [];
            }
            seen.add(folder);
            return [{ label: folder, folder }];
        };
        const own = this.ownCommands(terminal).flatMap(pick);
        const others = (await this.otherCommands(terminal)).flatMap(pick);
        const chosen = await this.choose<FolderPick>(
            [
                { label: nls.localize('dispatch/shell/thisTerminal', 'this terminal'), picks: own },
                { label: nls.localize('dispatch/shell/otherTerminals', 'other terminals'), picks: others }
            ],
            nls.localize('dispatch/shell/pickFolder', 'Select a folder to go to')
        );
        if (chosen) {
            this.actions.run(terminal, { line: `cd ${quotedFolder(chosen.folder)}`, trusted: true });
        }
    }

    private ownCommands({ commands }: IntegratedTerminal): CommandRecord[] {
        return [...(commands?.all ?? [])].reverse();
    }

    /** Newest first. What cannot be asked is left out. */
    private async otherCommands(terminal: IntegratedTerminal): Promise<CommandRecord[]> {
        const others = this.sessions.sessions
            .filter(({ kind, id }) => kind === TERMINAL_KIND && id !== terminal.widget.sessionId)
            .slice(0, MAX_OTHER_TERMINALS);
        const asked = await Promise.allSettled(others.map(session => this.ask(session)));
        const found = asked.flatMap(answer => (answer.status === 'fulfilled' ? answer.value : []));
        return found.sort((a, b) => b.startedAtMs - a.startedAtMs);
    }

    private async ask({ id }: SessionInfo): Promise<CommandRecord[]> {
        return (await commandsOf(this.sessions, id).listCommands({ limit: MAX_COMMANDS_OF_OTHER })).commands;
    }

    private async history({ widget: { sessionId } }: IntegratedTerminal): Promise<string[]> {
        return sessionId ? (await commandsOf(this.sessions, sessionId).listShellHistory({})).lines : [];
    }

    private choose<P extends QuickPickItem>(
        groups: readonly { label: string; picks: readonly P[] }[],
        placeholder: string
    ): Promise<P | undefined> {
        const items = groups.flatMap(({ label, picks }): (P | QuickPickSeparator)[] =>
            picks.length > 0 ? [{ type: 'separator', label }, ...picks] : []
        );
        return this.quickInput.pick(items, { placeHolder: placeholder, matchOnDescription: true });
    }
}

function lineOf(command: CommandRecord): LinePick {
    const { line, trusted, folder, startedAtMs } = command;
    const where = folder ? [baseName(folder)] : [];
    return {
        label: oneLine(line),
        description: [...where, statusInWords(command), ageInWords(startedAtMs, Date.now())].join(' · '),
        line,
        trusted
    };
}

function oneLine(line: string): string {
    return line.replaceAll('\n', ' ⏎ ').slice(0, 300);
}
