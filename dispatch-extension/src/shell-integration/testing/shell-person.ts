import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { SessionInfo } from '../../session/common/session-protocol';
import { TestHost } from '../../session/testing/test-host';
import { TestPage } from '../../session/testing/test-page';
import { TestViewer } from '../../session/testing/test-viewer';
import { TerminalKind } from '../../terminal/host/terminal-kind';
import { CommandRecord } from '../common/shell-integration-protocol';
import { ShellIntegrationFeature } from '../host/shell-integration-feature';

/** The scripts, as they are in the source. */
export const SCRIPTS = path.resolve(__dirname, '../../../src/shell-integration/assets');

const PROMPT_END = '\x1b]633;B\x07';

export interface ShellOptions {
    shell: string;
    args?: string[];
    env?: Record<string, string | null>;
}

/** Somebody with a home folder of their own who opens shells and types. */
export class ShellPerson {
    readonly home = fs.mkdtempSync(path.join(fs.realpathSync(tmpdir()), 'dispatch shell '));
    session!: SessionInfo;
    /** Is sent every byte, however much there is: no picture takes the place of the marks that are waited for. */
    viewer!: TestViewer;

    private constructor(
        readonly host: TestHost,
        readonly page: TestPage
    ) {}

    /** `scripts`: where our scripts are. */
    static async arrive(scripts = SCRIPTS): Promise<ShellPerson> {
        const kind = TerminalKind.ofThisSystem([new ShellIntegrationFeature(scripts, process.env)]);
        const host = await TestHost.start(() => [kind]);
        return new ShellPerson(host, await host.page());
    }

    /** Puts a file into the home folder. */
    write(file: string, text: string): void {
        const target = path.join(this.home, file);
        fs.mkdirSync(path.dirname(target), { recursive: true });
        fs.writeFileSync(target, text);
    }

    /** Opens a shell; resolves when it can be typed to. */
    async open({ shell, args, env }: ShellOptions): Promise<void> {
        const personal = {
            HOME: this.home,
            ZDOTDIR: null,
            XDG_CONFIG_HOME: null,
            XDG_DATA_HOME: null,
            PS1: null,
            ...env
        };
        this.session = await this.page.create(
            'terminal',
            { shell, args, env: personal, grid: { columns: 100, rows: 30 } },
            { folder: this.home }
        );
        this.viewer = this.page.attach(this.session, { from: 0, observer: true });
        await this.viewer.until(() => this.viewer.text.includes(PROMPT_END));
    }

    type(text: string): void {
        this.viewer.type(text);
    }

    /** Types a line; resolves with its record when it has ended. */
    async run(line: string): Promise<CommandRecord> {
        const before = (await this.commands()).at(-1)?.n ?? 0;
        this.type(`${line}\r`);
        return this.ended(before + 1);
    }

    /** Starts the shell, which has ended, once more; resolves when it can be typed to. */
    async startAgain(): Promise<void> {
        await this.viewer.until(() => this.viewer.exit !== undefined);
        const { position, bytes: shown } = this.viewer;
        await this.page.call('restartSession', { sessionId: this.session.id });
        this.viewer = this.page.attach(this.session, { from: position, shown, observer: true });
        await this.viewer.until(() => this.viewer.bytes.subarray(shown.length).includes(PROMPT_END));
    }

    /** Resolves when this command has ended, and its prompt stands there. */
    async ended(n: number): Promise<CommandRecord> {
        for (;;) {
            const found = (await this.commands()).find(command => command.n === n && command.endAt !== undefined);
            if (found) {
                await this.viewer.until(() => this.viewer.bytes.subarray(found.endAt).includes(PROMPT_END));
                return found;
            }
            await new Promise(resolve => setTimeout(resolve, 20));
        }
    }

    async commands(): Promise<CommandRecord[]> {
        return (await this.call<{ commands: CommandRecord[] }>('listCommands', {})).commands;
    }

    /** Whether a program of this name runs, and is the one that keys interrupt. */
    async isInForeground(name: string): Promise<boolean> {
        const { processes } = await this.call<{ processes: { pid: number; name: string }[] }>('listProcesses', {});
        const found = processes.find(process => process.name === name);
        const stat = found ? await fs.promises.readFile(`/proc/${found.pid}/stat`, 'utf8').catch(() => '') : '';
        const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return group !== undefined && group === foreground;
    }

    async outputOf({ n }: CommandRecord): Promise<string> {
        return (await this.call<{ text: string }>('getCommandOutput', { n })).text;
    }

    /** Asks the terminal that was opened last. */
    async call<T>(method: string, params: object): Promise<T> {
        const answer = await this.page.call<{ result: T }>('callSession', {
            sessionId: this.session.id,
            method,
            params
        });
        return answer.result;
    }

    async leave(): Promise<void> {
        await this.host.dispose();
        fs.rmSync(this.home, { recursive: true, force: true });
    }
}
