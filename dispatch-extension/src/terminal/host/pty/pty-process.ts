import { Grid } from '../../../session/common/stream-frames';

/** What to run on a terminal of its own. */
export interface PtyStart {
    /** Absolute path of the program. */
    file: string;
    args: readonly string[];
    /** An existing folder. */
    folder: string;
    env: Readonly<Record<string, string>>;
    grid: Grid;
}

/** How a process ended. `signal` like `SIGKILL`, when one ended it. */
export interface PtyExit {
    exitCode?: number;
    signal?: string;
}

/** A process on a pseudo terminal. Its output is always drained. */
export interface PtyProcess {
    /** That of no process where it had ended before its number was known. */
    readonly pid: number;
    /** What the library told when it started, where that was wrong and had to be found out, for the log. */
    readonly mistold?: string;
    /** Queues input. False, and nothing of it is taken, when the program has left too much unread. */
    write(bytes: Uint8Array): boolean;
    /** Does nothing after the end. */
    resize(grid: Grid): void;
}

/** What a process tells. `onExit` comes once, after the last `onOutput`. */
export interface PtyListener {
    /** `bytes` are its own only until this returns. */
    onOutput(bytes: Uint8Array): void;
    onExit(exit: PtyExit): void;
}

/** Starts processes on pseudo terminals. Throws what the system said when it cannot. */
export type StartPty = (start: PtyStart, listener: PtyListener) => PtyProcess;
