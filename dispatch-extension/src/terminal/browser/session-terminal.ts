import { Disposable } from '@theia/core/lib/common/disposable';
import { Emitter, Event } from '@theia/core/lib/common/event';
import { DispatchError } from '../../kernel/common/errors';
import { SessionId } from '../../kernel/common/ids';
import { SessionConnection, StreamSink } from '../../session/domain/viewer-stream';
import { SessionSocketManager } from '../../session/browser/session-socket-manager';
import { AttachedInfo, DriveRole, ExitInfo, Grid, SnapshotMeta } from '../../session/common/stream-frames';
import { isReply } from '../domain/terminal-replies';
import { XtermScreen } from './xterm/xterm-screen';

/**
 * How much output may be under way and not yet parsed, in bytes. With 768 KiB `cat` of 20 MB was shown at 18.7 MB/s and
 * Ctrl+C in a flood after 857 ms, with this at 25.0 MB/s and after 405 ms (`npm run bench -- terminal cat interrupt`).
 */
const WINDOW_BYTES = 192 * 1024;

/** What programs ask before they read without an echo: sudo, ssh, gpg, git. */
const ASKS_FOR_SECRET = /(pass(word|phrase|code)|\bPIN\b|secret|token)[^:]*:\s*$/i;

const encoder = new TextEncoder();

/** Bytes of the output, from `offset` on. */
export interface OutputPiece {
    readonly offset: number;
    readonly bytes: Uint8Array;
}

/** What a session's terminal needs to know of where it is shown. */
export interface SessionTerminalHost {
    /** Fits the screen to its place, and tells the session which size that is. */
    fit(): void;
    /** Who drives was told; it may have changed. */
    driverTold(): void;
}

/**
 * Joins a session's stream with a screen: output is acknowledged when it was parsed, a snapshot replaces what is shown,
 * and what the terminal answers to old questions is not sent as input.
 */
export class SessionTerminal implements StreamSink, Disposable {
    private readonly connection: SessionConnection;
    private readonly onDidExitEmitter = new Emitter<ExitInfo>();
    private readonly onDidRefuseEmitter = new Emitter<DispatchError>();
    private readonly onDidChangePendingEmitter = new Emitter<number>();
    private readonly onDidOutputEmitter = new Emitter<Uint8Array>();
    private readonly onWillParseEmitter = new Emitter<OutputPiece>();
    private readonly onDidShowSnapshotEmitter = new Emitter<SnapshotMeta>();
    private readonly onDidDropInputEmitter = new Emitter<DispatchError>();
    private readonly onDidSlowInputEmitter = new Emitter<DispatchError>();
    /** The size that the program sees, as far as this page knows. */
    private actual: Grid | undefined;
    private wished: Grid | undefined;
    private drivesNow = true;
    private replaying = false;
    private reached: number | undefined;
    private exit: ExitInfo | undefined;
    private over = false;

    readonly onDidExit: Event<ExitInfo> = this.onDidExitEmitter.event;
    readonly onDidRefuse: Event<DispatchError> = this.onDidRefuseEmitter.event;
    /** Input that waits to be applied, in bytes. */
    readonly onDidChangePending: Event<number> = this.onDidChangePendingEmitter.event;
    /** Input that the program does not read was dropped. */
    readonly onDidDropInput: Event<DispatchError> = this.onDidDropInputEmitter.event;
    /** Output has come and is about to be parsed, after what came before; {@link onDidOutput} follows for each. */
    readonly onWillParse: Event<OutputPiece> = this.onWillParseEmitter.event;
    /** The screen is as a snapshot says, which had this meta, and has its size still. */
    readonly onDidShowSnapshot: Event<SnapshotMeta> = this.onDidShowSnapshotEmitter.event;
    /** More input is sent than is allowed; it is kept and follows. */
    readonly onDidSlowInput: Event<DispatchError> = this.onDidSlowInputEmitter.event;
    /** Output, after it was parsed. */
    readonly onDidOutput: Event<Uint8Array> = this.onDidOutputEmitter.event;

    constructor(
        readonly sessionId: SessionId,
        private readonly screen: XtermScreen,
        private readonly host: SessionTerminalHost,
        sockets: SessionSocketManager,
        { from, grid }: { from?: number; grid?: Grid } = {}
    ) {
        this.wished = grid;
        this.connection = sockets.connect(sessionId, this, { window: WINDOW_BYTES, from, grid });
    }

    get pendingBytes(): number {
        return this.connection.pendingBytes;
    }

    /** Whether what is parsed now was seen before: the picture that a new or late viewer is given. */
    get isReplaying(): boolean {
        return this.replaying;
    }

    /** Input that waits, where it may be shown: plain text, and no answer to a question for a secret. */
    get pendingText(): string | undefined {
        const { active } = this.screen.terminal.buffer;
        const line = active.getLine(active.baseY + active.cursorY)?.translateToString(true) ?? '';
        return ASKS_FOR_SECRET.test(line) ? undefined : this.connection.pendingText;
    }

    get isOver(): boolean {
        return this.over;
    }

    /**
     * Whether this page drives, as the host said last: its size is the program's, and only its terminal answers the
     * program's questions.
     */
    get drives(): boolean {
        return this.drivesNow;
    }

    /** The position up to which output was received; `undefined` for none. */
    get position(): number | undefined {
        return this.reached;
    }

    /** How it ended, while it has. */
    get exitInfo(): ExitInfo | undefined {
        return this.exit;
    }

    /** The size that the program sees. */
    get grid(): Grid | undefined {
        return this.actual;
    }

    /** Says what this page wishes to be; the host decides. */
    drive(role: DriveRole): void {
        if (!this.over && !(this.drivesNow && role === DriveRole.Drive)) {
            this.connection.drive(role);
        }
    }

    /** Input from xterm: typed, pasted, or an answer of the terminal itself. False when it could not be taken. */
    input(data: string): boolean {
        if (isReply(data) && (this.replaying || !this.drivesNow)) {
            return true;
        }
        return this.send(encoder.encode(data));
    }

    /** Input in bytes, each of which is a character of `data`. */
    inputBinary(data: string): boolean {
        return this.send(Uint8Array.from(data, character => character.charCodeAt(0)));
    }

    resize(grid: Grid): void {
        const known = this.drivesNow
            ? isSame(this.actual, grid) && isSame(this.wished, grid)
            : isSame(this.wished, grid);
        if (!this.over && !known) {
            this.wished = grid;
            this.actual = this.drivesNow ? grid : this.actual;
            this.connection.resize(grid);
        }
    }

    attached({ grid, drives = true }: AttachedInfo): void {
        this.actual = grid;
        this.drivesNow = drives;
        this.host.driverTold();
        this.screen.inOrder(() => this.host.fit());
    }

    driving(drives: boolean): void {
        this.drivesNow = drives;
        this.host.driverTold();
        this.screen.inOrder(() => this.host.fit());
    }

    snapshot(at: number, meta: SnapshotMeta, bytes: Uint8Array): void {
        const { grid } = meta;
        this.reached = at;
        this.screen.inOrder(() => {
            this.replaying = true;
            if (at > 0) {
                this.screen.terminal.reset();
            }
            if (grid) {
                this.screen.resize(grid);
            }
        });
        this.screen.write(bytes, () => {
            this.replaying = false;
            this.connection.acknowledge(at);
            this.onDidShowSnapshotEmitter.fire(meta);
            this.host.fit();
        });
    }

    data(offset: number, bytes: Uint8Array): void {
        this.onWillParseEmitter.fire({ offset, bytes });
        this.reached = offset + bytes.length;
        this.screen.write(bytes, () => {
            this.connection.acknowledge(offset + bytes.length);
            this.onDidOutputEmitter.fire(bytes);
        });
    }

    inputApplied(pendingBytes: number): void {
        this.onDidChangePendingEmitter.fire(pendingBytes);
    }

    inputRefused(error: DispatchError): void {
        this.onDidDropInputEmitter.fire(error);
    }

    inputSlowed(error: DispatchError): void {
        this.onDidSlowInputEmitter.fire(error);
    }

    resized(grid: Grid): void {
        this.actual = grid;
        this.screen.inOrder(() => {
            this.screen.resize(grid);
            this.host.fit();
        });
    }

    gap(): void {
        // A terminal follows a gap with a snapshot, which says all that there is to see.
    }

    exited(exit: ExitInfo): void {
        this.over = true;
        this.exit = exit;
        this.screen.inOrder(() => this.onDidExitEmitter.fire(exit));
    }

    refused(error: DispatchError): void {
        this.over = true;
        this.onDidRefuseEmitter.fire(error);
    }

    dispose(): void {
        this.over = true;
        this.connection.dispose();
        [
            this.onDidExitEmitter,
            this.onDidRefuseEmitter,
            this.onDidChangePendingEmitter,
            this.onDidOutputEmitter,
            this.onWillParseEmitter,
            this.onDidShowSnapshotEmitter,
            this.onDidDropInputEmitter,
            this.onDidSlowInputEmitter
        ].forEach(emitter => emitter.dispose());
    }

    private send(bytes: Uint8Array): boolean {
        return this.over || this.connection.send(bytes);
    }
}

function isSame(one: Grid | undefined, other: Grid): boolean {
    return one?.columns === other.columns && one.rows === other.rows;
}
