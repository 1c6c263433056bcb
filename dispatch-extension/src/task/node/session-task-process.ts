import { PassThrough, Writable } from 'node:stream';
import { Disposable } from '@theia/core/lib/common/disposable';
import { ILogger } from '@theia/core/lib/common/logger';
import { ManagedProcessManager, ProcessType } from '@theia/process/lib/common/process-manager-types';
import { Process } from '@theia/process/lib/node/process';
import { DispatchError } from '../../kernel/common/errors';
import { SessionInfo } from '../../session/common/session-protocol';
import { ExitInfo, SnapshotMeta } from '../../session/common/stream-frames';
import { StreamSink } from '../../session/domain/viewer-stream';
import { Observation } from '../../session/node/host-link';
import { TerminalDetail } from '../../terminal/common/terminal-protocol';
import { isRunning } from '../domain/task-runs';
import { taskTerminalId } from '../domain/task-terminal-id';
import { TaskSessions } from './task-sessions';

/** How Theia is told of the end of a program of which neither exit code nor signal is known: its terminal is gone. */
const UNKNOWN_END = 'SIGHUP';

/**
 * The process of a task as Theia's tasks see it; in truth a session of the session host. Theia's process manager does
 * not know it, because that one ends its processes when the ide stops.
 */
export class SessionTaskProcess extends Process implements StreamSink {
    readonly outputStream = new PassThrough({ encoding: 'utf8' });
    readonly errorStream = new PassThrough();
    /** Input comes from the page, over its own connection. */
    readonly inputStream = new Writable({ write: (_chunk, _encoding, done) => done() });
    private observation: Observation | undefined;
    private watch: Disposable | undefined;
    private endsWithNewLine = true;

    constructor(
        readonly session: SessionInfo,
        private readonly sessions: TaskSessions,
        logger: ILogger
    ) {
        super(outsideOfManager(session), logger, ProcessType.Terminal, { command: session.title });
    }

    /** The process of the system; -1 when it is not known. */
    get pid(): number {
        const info = this.sessions.find(this.session.id) ?? this.session;
        return TerminalDetail.safeParse(info.detail).data?.pid ?? -1;
    }

    /**
     * Begins to tell what happens, after everybody listens. `readsOutput`: with all output, from the first byte that is
     * retained; the end is then told after the last line.
     */
    begin(readsOutput: boolean): void {
        if (readsOutput) {
            this.observation = this.sessions.link.observe(this.session.id, 0, this);
        } else {
            this.watch = this.sessions.onDidChange(id => id === this.session.id && this.checkEnd());
            this.checkEnd();
        }
    }

    /** Ends the whole process tree; resolves when it is gone. */
    async end(): Promise<void> {
        await this.sessions.end(this.session.id);
    }

    override kill(): void {
        this.end().catch((error: unknown) => void this.logger.error('a task could not be ended', error));
    }

    snapshot(at: number, _meta: SnapshotMeta, _bytes: Uint8Array): void {
        // the picture behind a gap has no lines of its own
        this.gap();
        this.observation?.acknowledge(at);
    }

    data(offset: number, bytes: Uint8Array): void {
        this.endsWithNewLine = bytes[bytes.length - 1] === 0x0a;
        this.outputStream.write(bytes, () => this.observation?.acknowledge(offset + bytes.length));
    }

    /** What is not retained any more ends the line before it. */
    gap(): void {
        this.endLine();
    }

    exited({ exitCode, signal }: ExitInfo): void {
        this.endLine();
        this.outputStream.end(() => this.tellEnd(exitCode, signal));
    }

    refused(error: DispatchError): void {
        void this.logger.warn(`the output of a task cannot be read: ${error.code}`);
        this.exited({ reason: error.message, atMs: Date.now() });
    }

    private endLine(): void {
        if (!this.endsWithNewLine) {
            this.outputStream.write('\n');
            this.endsWithNewLine = true;
        }
    }

    private checkEnd(): void {
        const info = this.sessions.find(this.session.id);
        if (!info || !isRunning(info)) {
            const { exitCode, signal } = TerminalDetail.safeParse(info?.detail ?? {}).data ?? {};
            this.tellEnd(exitCode, signal);
        }
    }

    private tellEnd(exitCode: number | undefined, signal: string | undefined): void {
        if (this.killed) {
            return;
        }
        this.watch?.dispose();
        this.observation?.dispose();
        const code = signal === undefined ? exitCode : undefined;
        const cause = code === undefined ? (signal ?? UNKNOWN_END) : undefined;
        this.emitOnExit(code, cause);
        this.emitOnClose(code, cause);
    }
}

/** In the place of Theia's process manager: gives the number, and keeps nothing. */
function outsideOfManager(session: SessionInfo): ManagedProcessManager {
    return { register: () => taskTerminalId(session.id), unregister: () => undefined, get: () => undefined };
}
