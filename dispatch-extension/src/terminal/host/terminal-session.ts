import * as fs from 'node:fs/promises';
import { z } from 'zod';
import { ViewerId } from '../../kernel/common/ids';
import { RpcService } from '../../kernel/common/rpc-contract';
import { endProcessTree, hasChildren } from '../../kernel/host/process-tree';
import { listRunningProcesses } from '../../kernel/host/running-processes';
import { answerCall } from '../../kernel/host/rpc-guard';
import { SessionErrors } from '../../session/common/session-errors';
import { AttachRequest, ExitInfo, Grid } from '../../session/common/stream-frames';
import { Attachment, LiveSession, SessionContext, StreamViewer } from '../../session/host/session-kind';
import { MAX_COMMAND_CHARS, TerminalSessionRpc } from '../common/terminal-protocol';
import { PtyExit, PtyListener, PtyProcess } from './pty/pty-process';
import { ClearRequest } from './clear-request';
import { IdleTerminals } from './idle-terminals';
import { TerminalHostFeature } from './terminal-feature';
import { TerminalOutput } from './terminal-output';
import { TerminalParts } from './terminal-parts';
import { TerminalViewers, WatchedTerminal } from './viewers/terminal-viewers';

const EXIT_WAIT_MS = 2_000;
/** Less is gathered, until all that is there has been read; in bytes. */
const LARGE_BYTES = 16 * 1024;
/** Names of programs that wait for commands. */
const SHELLS = new Set([
    'bash',
    'sh',
    'dash',
    'zsh',
    'fish',
    'ksh',
    'mksh',
    'tcsh',
    'csh',
    'ash',
    'nu',
    'pwsh',
    'xonsh'
]);

/** The program of a terminal, as it was started. */
export interface TerminalProgram {
    file: string;
    args: readonly string[];
}

/** One terminal: a process, its output, and who watches. */
export class TerminalSession
    implements LiveSession, PtyListener, WatchedTerminal, RpcService<typeof TerminalSessionRpc>
{
    private readonly viewers = new TerminalViewers(this);
    private readonly parts: TerminalParts;
    private readonly clearing: ClearRequest;
    private arrived: Uint8Array[] = [];
    private process?: PtyProcess;
    private life = newLife();
    private usedAtMs = performance.now();

    constructor(
        private readonly context: SessionContext,
        readonly output: TerminalOutput,
        private program: TerminalProgram,
        features: readonly TerminalHostFeature[] = [],
        private readonly startAgain?: (session: TerminalSession) => Promise<void>,
        private readonly idle?: IdleTerminals
    ) {
        const pid = (): number | undefined => this.process?.pid;
        this.parts = new TerminalParts(features, {
            context,
            log: context.log,
            bytes: output.bytes,
            get grids() {
                return output.grids;
            },
            times: output.times,
            get pid() {
                return pid();
            },
            write: bytes => this.write(bytes),
            say: words => this.onOutput(Buffer.from(words))
        });
        output.anchors = this.parts.anchors;
        this.clearing = new ClearRequest(output, bytes => this.take(bytes));
    }

    /** Starts the program, after the words in `preface`. Throws what `start` throws. */
    run(grid: Grid, preface: string, start: (listener: PtyListener) => PtyProcess): PtyProcess {
        this.output.resize(grid);
        if (preface) {
            this.onOutput(Buffer.from(preface));
            this.flush();
        }
        this.process = start(this);
        this.watchIdle();
        return this.process;
    }

    /** Starts `program` where another one has ended, below `divider`. Throws what `start` throws; then it is as before. */
    async runAgain(
        program: TerminalProgram,
        divider: string,
        start: (listener: PtyListener, grid: Grid | undefined) => PtyProcess
    ): Promise<PtyProcess> {
        await this.life.closed;
        const before = this.output.exit;
        this.output.goOn();
        this.life = newLife();
        this.onOutput(Buffer.from(divider));
        this.flush();
        try {
            this.process = start(this, this.output.grid);
            this.program = program;
            this.watchIdle();
            return this.process;
        } catch (error) {
            this.closeLog(before ?? { reason: 'ended', atMs: this.context.now() });
            throw error;
        }
    }

    async restart(by?: ViewerId): Promise<void> {
        if (!this.startAgain) {
            throw SessionErrors.cannotRestart({ kind: this.context.info.kind });
        }
        if (by) {
            this.viewers.expect(by);
        }
        await this.startAgain(this);
    }

    attach(viewer: StreamViewer, request: AttachRequest): Attachment {
        return this.viewers.attach(viewer, request);
    }

    get inputBytesPerSecond(): number {
        return this.context.limits.inputBytesPerSecond;
    }

    watched(byAnyone: boolean): void {
        this.usedAtMs = performance.now();
        this.output.watched(byAnyone);
    }

    /** Input for the program. Throws `session.input-refused` when the program reads nothing; after the end it goes nowhere. */
    write(bytes: Uint8Array): void {
        if (this.process && !this.process.write(bytes)) {
            throw SessionErrors.inputRefused();
        }
    }

    resize(grid: Grid): boolean {
        const now = this.output.grid;
        if (!this.process || (now?.columns === grid.columns && now.rows === grid.rows)) {
            return false;
        }
        this.flush();
        this.process.resize(grid);
        this.output.resize(grid);
        return true;
    }

    onOutput(bytes: Uint8Array): void {
        if (bytes.length >= LARGE_BYTES) {
            this.flush();
            this.take(bytes);
        } else if (this.arrived.push(Buffer.from(bytes)) === 1) {
            setImmediate(() => this.flush());
        }
    }

    onExit(exit: PtyExit): void {
        this.flush();
        this.process = undefined;
        const reason = this.life.endReason ?? describe(exit);
        this.closeLog({ ...exit, reason, atMs: this.context.now() });
        this.viewers.wake();
        this.output.watched(this.viewers.count > 0);
        this.parts.onExit(reason);
        this.idle?.forget(this);
        this.context.update({ state: 'ended', reason, detail: { ...exit, pid: undefined } });
        this.context.log.info('terminal.ended', { ...exit });
        this.life.exited.resolve();
    }

    /** See `IdleTerminal`. */
    get unattendedSinceMs(): number | undefined {
        return this.process && this.viewers.count === 0 ? this.usedAtMs : undefined;
    }

    async hasWork(): Promise<boolean> {
        return (await this.listProcesses()).processes.some(({ isShell }) => !isShell);
    }

    call(method: string, params: unknown): Promise<unknown> {
        return this.parts.find(method)?.(params) ?? answerCall(TerminalSessionRpc, this, method, params);
    }

    async getProcess() {
        const pid = this.process?.pid;
        return {
            pid,
            executable: this.program.file,
            arguments: [...this.program.args],
            folder: (pid && (await folderOf(pid))) || this.context.info.folder,
            hasChildren: pid !== undefined && (await hasChildren(pid))
        };
    }

    async listProcesses() {
        const leader = this.process?.pid;
        const running = leader === undefined ? [] : await listRunningProcesses(leader);
        return {
            processes: running.map(({ pid, name, command, ports }) => ({
                pid,
                name,
                command: command.slice(0, MAX_COMMAND_CHARS),
                ports,
                isShell: pid === leader && SHELLS.has(name) && !this.program.args.includes('-c')
            }))
        };
    }

    async changeAppearance(
        change: z.infer<(typeof TerminalSessionRpc.requests.changeAppearance)['params']>
    ): Promise<Record<string, never>> {
        const detail = Object.entries(change).map(([name, value]) => [name, value ?? undefined]);
        this.context.update({ detail: Object.fromEntries(detail) });
        return {};
    }

    /** After the end it is kept with the rest; nobody who watches is told, as the exit was the last. */
    async clearOutput(): Promise<Record<string, never>> {
        const { exit } = this.output;
        this.flush();
        this.clearing.make();
        if (exit) {
            this.closeLog(exit);
            await this.life.closed;
        }
        return {};
    }

    end(reason: string): Promise<void> {
        this.life.ending ??= this.endProcess(reason);
        return this.life.ending;
    }

    async dispose(): Promise<void> {
        this.flush();
        this.idle?.forget(this);
        this.viewers.dispose();
        await this.parts.dispose();
        await this.output.dispose();
    }

    private async endProcess(reason: string): Promise<void> {
        const { process } = this;
        if (process) {
            this.life.endReason = reason;
            await endProcessTree(process.pid);
            // the last output and the exit follow at once; a process that cannot be killed must not hold up the rest
            await Promise.race([this.life.exited.promise, delay(EXIT_WAIT_MS)]);
        }
    }

    /** Whoever starts the program again waits for it; where it fails, that does not keep them from it. */
    private closeLog(exit: ExitInfo): void {
        this.life.closed = this.output
            .finish(exit)
            .catch(error => this.context.log.error('terminal.log-close-failed', { error }));
    }

    private watchIdle(): void {
        this.idle?.watch(this, () => this.context.limits.terminalIdleMs, this.context.log);
    }

    private flush(): void {
        if (this.arrived.length > 0) {
            const bytes = this.arrived.length === 1 ? this.arrived[0] : Buffer.concat(this.arrived);
            this.arrived = [];
            this.take(bytes);
        }
    }

    private take(bytes: Uint8Array): void {
        const at = this.output.end;
        this.usedAtMs = performance.now();
        this.output.append(bytes);
        this.parts.onOutput(bytes, at);
        this.viewers.wake();
        this.clearing.grew();
    }
}

/** From the start of one program to its end. */
interface ProgramLife {
    readonly exited: ReturnType<typeof withResolver>;
    ending?: Promise<void>;
    endReason?: string;
    /** The log has been closed after the end. */
    closed?: Promise<void>;
}

function newLife(): ProgramLife {
    return { exited: withResolver() };
}

function describe(exit: PtyExit): string {
    return exit.signal ? `ended by ${exit.signal}` : `exited with code ${exit.exitCode}`;
}

/** `undefined` when the system does not tell (another user's process, or gone). */
function folderOf(pid: number): Promise<string | undefined> {
    return fs.readlink(`/proc/${pid}/cwd`).catch(() => undefined);
}

function withResolver(): { promise: Promise<void>; resolve(): void } {
    let resolve: () => void = () => undefined;
    const promise = new Promise<void>(done => (resolve = done));
    return { promise, resolve };
}

function delay(ms: number): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, ms).unref());
}
