import { RpcService } from '../../kernel/common/rpc-contract';
import { TerminalDetail } from '../../terminal/common/terminal-protocol';
import { OutputAnchors } from '../../terminal/domain/output-anchors';
import { answers, FeaturedTerminal, TerminalAnswers, TerminalPart } from '../../terminal/host/terminal-feature';
import { ShellIntegrationErrors } from '../common/shell-integration-errors';
import { CommandRecord, ShellDetail, ShellIntegrationRpc } from '../common/shell-integration-protocol';
import { CommandTracker, TrackedChange } from '../domain/command-tracker';
import { MarkScanner } from '../domain/mark-scanner';
import { typedLineOf } from '../domain/plain-text';
import { markOf, MarkTrust } from '../domain/shell-mark';
import { readOutputText, readRange } from './command-output';
import { CommandStore } from './command-store';
import { readShellHistory } from './shell-history';

/** Pages are told of commands at most once in this time, in ms. */
const TELL_AFTER_MS = 200;
/** One that runs is told after this time, in ms: a shorter one is told once, ended. */
const TELL_RUNNING_AFTER_MS = 500;
/** The end of a command that ran this long is told at once, in ms. */
const LONG_MS = 2_000;
/** What was typed is looked for in this much of the echo, in bytes. */
const MAX_ECHO_BYTES = 8 * 1024;
/** The line of a command in `detail`, in characters. */
const SHORT_LINE = 200;

type Params<M extends keyof typeof ShellIntegrationRpc.requests> = Parameters<
    RpcService<typeof ShellIntegrationRpc>[M]
>[0];

/** The commands of one terminal: found in its output as it is recorded, kept, and told. */
export class CommandRecorder implements TerminalPart, RpcService<typeof ShellIntegrationRpc> {
    readonly anchors: OutputAnchors = { nextAfter: position => this.nextAnchor(position) };
    readonly answers: TerminalAnswers = answers(ShellIntegrationRpc, this);
    private readonly scanner = new MarkScanner(findOsc);
    private readonly store: CommandStore;
    private readonly tracker: CommandTracker;
    private readonly noticed = new Set<number>();
    private tellTimer?: NodeJS.Timeout;
    private tellAtMs = Infinity;

    /** `environment`: the person's, which says where shells keep their history. */
    constructor(
        private readonly terminal: FeaturedTerminal,
        private readonly trust: MarkTrust,
        private readonly environment: NodeJS.ProcessEnv
    ) {
        this.store = new CommandStore(terminal.context.storageFolder, terminal.log);
        this.tracker = new CommandTracker(
            {
                now: () => terminal.context.now(),
                typedLine: (from, to) => this.typedLine(from, to)
            },
            this.store.last?.n
        );
        this.closeUnfinished();
    }

    onOutput(bytes: Uint8Array, at: number): void {
        for (const sequence of this.scanner.feed(bytes, at)) {
            const mark = markOf(sequence, this.trust);
            if (mark) {
                this.take(this.tracker.feed(mark));
            }
        }
    }

    onExit(): void {
        this.take(this.tracker.close(this.terminal.bytes.end));
        this.tell();
    }

    dispose(): void {
        clearTimeout(this.tellTimer);
        this.tellTimer = undefined;
    }

    async listCommands({ from = 0, limit }: Params<'listCommands'>) {
        const commands = this.store.all.filter(({ n }) => n >= from).slice(-limit);
        const { currentFolder } = ShellDetail.parse(this.terminal.context.info.detail);
        return { commands, currentFolder: this.tracker.currentFolder ?? currentFolder };
    }

    async getCommandOutput({ n }: Params<'getCommandOutput'>) {
        const command = this.store.find(n);
        if (!command) {
            throw ShellIntegrationErrors.commandNotFound();
        }
        const { bytes, grids } = this.terminal;
        const { outputAt, endAt = bytes.end } = command;
        return readOutputText(bytes, outputAt, endAt, grids.inForceAt(outputAt));
    }

    async listShellHistory() {
        const { shell = '' } = TerminalDetail.parse(this.terminal.context.info.detail);
        return { lines: await readShellHistory(shell, this.environment) };
    }

    async claimCommandNotice({ n }: Params<'claimCommandNotice'>) {
        const granted = this.store.find(n) !== undefined && !this.noticed.has(n);
        this.noticed.add(n);
        return { granted };
    }

    /** What ran when an earlier session host ended has ended with it, nobody knows when. */
    private closeUnfinished(): void {
        const endAt = this.terminal.bytes.end;
        this.store.all
            .filter(command => command.endAt === undefined)
            .forEach(command => this.store.put({ ...command, endAt }));
    }

    private take(changes: readonly TrackedChange[]): void {
        for (const change of changes) {
            const command = 'command' in change ? change.command : undefined;
            if (command) {
                this.store.put(command);
            }
            const isRunning = command !== undefined && command.endedAtMs === undefined;
            this.tellWithin(isRunning ? TELL_RUNNING_AFTER_MS : TELL_AFTER_MS);
            if (command && tookLong(command)) {
                // before another one takes its place
                this.tell();
            }
        }
    }

    /** Unless it is told sooner anyway. */
    private tellWithin(ms: number): void {
        const atMs = performance.now() + ms;
        if (!this.tellTimer || atMs < this.tellAtMs) {
            clearTimeout(this.tellTimer);
            this.tellTimer = setTimeout(() => this.tell(), ms);
            this.tellAtMs = atMs;
        }
    }

    private tell(): void {
        if (this.tellTimer) {
            this.dispose();
            const { last } = this.store;
            const detail: ShellDetail = {
                currentFolder: this.tracker.currentFolder,
                command: last && shortened(last)
            };
            this.terminal.context.update({ detail });
        }
    }

    /** The lines at which commands were typed, and that of the prompt that stands there now. */
    private nextAnchor(position: number): number {
        const recorded = this.store.all.find(({ inputAt }) => inputAt > position)?.inputAt ?? Infinity;
        const pending = this.tracker.pending.filter(at => at > position);
        return Math.min(recorded, ...pending);
    }

    private typedLine(from: number, to: number): string {
        const { bytes } = readRange(this.terminal.bytes, from, Math.min(to, from + MAX_ECHO_BYTES));
        return typedLineOf(bytes.toString('utf8'));
    }
}

function tookLong({ startedAtMs, endedAtMs = startedAtMs }: CommandRecord): boolean {
    return endedAtMs - startedAtMs >= LONG_MS;
}

function shortened({ n, line, startedAtMs, endedAtMs, exitCode }: CommandRecord): ShellDetail['command'] {
    return { n, line: line.slice(0, SHORT_LINE), startedAtMs, endedAtMs, exitCode };
}

/** A search of the runtime's own: it costs next to nothing where there is none. */
function findOsc(bytes: Uint8Array, from: number): number {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf('\x1b]', from, 'latin1');
}
