import * as fs from 'node:fs/promises';
import { RpcService } from '../../kernel/common/rpc-contract';
import { endProcessTree, hasChildren } from '../../kernel/host/process-tree';
import { answerCall } from '../../kernel/host/rpc-guard';
import { SessionErrors } from '../../session/common/session-errors';
import { AttachRequest, Grid } from '../../session/common/stream-frames';
import { Attachment, LiveSession, SessionContext, StreamViewer } from '../../session/host/session-kind';
import { TerminalSessionRpc } from '../common/terminal-protocol';
import { PtyExit, PtyListener, PtyProcess } from './pty/pty-process';
import { TerminalHostFeature } from './terminal-feature';
import { TerminalOutput } from './terminal-output';
import { TerminalParts } from './terminal-parts';
import { TerminalViewers, WatchedTerminal } from './viewers/terminal-viewers';

const EXIT_WAIT_MS = 2_000;

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
    private readonly exited = withResolver();
    private readonly parts: TerminalParts;
    private arrived: Uint8Array[] = [];
    private process?: PtyProcess;
    private ending?: Promise<void>;
    private endReason?: string;

    constructor(
        private readonly context: SessionContext,
        readonly output: TerminalOutput,
        private readonly program: TerminalProgram,
        features: readonly TerminalHostFeature[] = []
    ) {
        const pid = (): number | undefined => this.process?.pid;
        this.parts = new TerminalParts(features, {
            context,
            log: context.log,
            bytes: output.bytes,
            grids: output.grids,
            times: output.times,
            get pid() {
                return pid();
            }
        });
        output.anchors = this.parts.anchors;
    }

    /** Starts the program, after the words in `preface`. Throws what `start` throws. */
    run(grid: Grid, preface: string, start: (listener: PtyListener) => PtyProcess): PtyProcess {
        this.output.resize(grid);
        if (preface) {
            this.onOutput(Buffer.from(preface));
            this.flush();
        }
        this.process = start(this);
        return this.process;
    }

    attach(viewer: StreamViewer, request: AttachRequest): Attachment {
        return this.viewers.attach(viewer, request);
    }

    watched(byAnyone: boolean): void {
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
        if (this.arrived.push(bytes) === 1) {
            setImmediate(() => this.flush());
        }
    }

    onExit(exit: PtyExit): void {
        this.flush();
        this.process = undefined;
        const reason = this.endReason ?? describe(exit);
        const closed = this.output.finish({ ...exit, reason, atMs: this.context.now() });
        closed.catch(error => this.context.log.error('terminal.log-close-failed', { error }));
        this.viewers.wake();
        this.output.watched(this.viewers.count > 0);
        this.parts.onExit();
        this.context.update({ state: 'ended', reason, detail: { ...exit, pid: undefined } });
        this.context.log.info('terminal.ended', { ...exit });
        this.exited.resolve();
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

    end(reason: string): Promise<void> {
        this.ending ??= this.endProcess(reason);
        return this.ending;
    }

    async dispose(): Promise<void> {
        this.flush();
        this.viewers.dispose();
        await this.parts.dispose();
        await this.output.dispose();
    }

    private async endProcess(reason: string): Promise<void> {
        const { process } = this;
        if (process) {
            this.endReason = reason;
            await endProcessTree(process.pid);
            // the last output and the exit follow at once; a process that cannot be killed must not hold up the rest
            await Promise.race([this.exited.promise, delay(EXIT_WAIT_MS)]);
        }
    }

    private flush(): void {
        if (this.arrived.length > 0) {
            const bytes = this.arrived.length === 1 ? this.arrived[0] : Buffer.concat(this.arrived);
            const at = this.output.end;
            this.arrived = [];
            this.output.append(bytes);
            this.parts.onOutput(bytes, at);
            this.viewers.wake();
        }
    }
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
