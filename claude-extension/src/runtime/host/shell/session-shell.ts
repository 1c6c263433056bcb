import { setTimeout as sleep } from 'node:timers/promises';
import { bearsMark, endProcessTree, signalGroup } from 'dispatch-extension/lib/kernel/host/process-tree';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { Confinement } from '../../../sandbox/host/sandbox-api';
import { sessionMark } from '../process-environment';
import { SessionShells, ShellPlace } from './session-shells';
import { CommandEnd, RunningCommand, ShellTerminal } from './shell-terminal';

/** How long a shell may take to be there, and to begin a command, in ms. */
const BEGIN_MS = 10_000;
/** How long a command has between Ctrl+C and the end of all its processes, in ms. */
const GRACE_MS = 1_000;
/** How long is waited for the end that a killed command is told with, in ms. */
const KILLED_MS = 3_000;
/** The system takes no longer argument (MAX_ARG_STRLEN), in bytes. */
const MAX_COMMAND_BYTES = 127 * 1024;

/** One command for a shell. */
export interface ShellCommand {
    readonly command: string;
    readonly timeoutMs: number;
    readonly confinement: Confinement;
    /** Aborted: the person stops it. */
    readonly signal: AbortSignal;
}

/** What became of a command. */
export interface ShellResult {
    /** What it wrote, as text, cut in the middle when long. */
    readonly output: string;
    /** As bash tells it: above 128 for one that a signal ended. Absent where the terminal ended first. */
    readonly exitCode?: number;
    readonly stoppedBy?: 'time-out' | 'person';
    /** Why its terminal has ended while it ran, for people. */
    readonly terminalEnded?: string;
}

/**
 * The shell of one Claude session: commands one after the other, in a terminal that people can watch and type into. Each
 * goes on in the folder and with the variables and functions that the one before has left.
 */
export class SessionShell {
    private last: Promise<unknown> = Promise.resolve();

    /** `place`: as it is now. */
    constructor(
        private readonly shells: SessionShells,
        private readonly place: () => ShellPlace
    ) {}

    /**
     * Runs a command. Fails, and nothing was run, where no terminal can be had: with the limits of terminals, with
     * `terminal.…`, or in words for Claude.
     */
    run(command: ShellCommand): Promise<ShellResult> {
        const result = this.last.then(() => this.runNow(command));
        this.last = result.catch(() => undefined);
        return result;
    }

    /** Ends its terminal. `reason`: for people. */
    async end(reason: string): Promise<void> {
        await this.shells.end(this.place().sessionId, reason);
    }

    private async runNow({ command, timeoutMs, confinement, signal }: ShellCommand): Promise<ShellResult> {
        if (command.includes('\0') || Buffer.byteLength(command) > MAX_COMMAND_BYTES) {
            throw new Error('Not run: the command is too long, or has a NUL in it. Write it into a file and run that.');
        }
        const { id, terminal, folder } = await this.shells.open(this.place(), confinement);
        if (!(await within(BEGIN_MS, terminal.ready))) {
            return this.giveUp(id);
        }
        if (signal.aborted) {
            return { output: '', stoppedBy: 'person' };
        }
        const name = await folder.handOver(command).catch((error: NodeJS.ErrnoException) => error);
        if (name instanceof Error) {
            // a command may have removed the folder of its shell: with another shell comes another folder
            return this.giveUp(id, `could not be given it (${name.code ?? name.message})`);
        }
        const running = terminal.run(name, headingOf(command));
        const said = await within(BEGIN_MS, running.begun);
        if (said === undefined && !(await hasEnded(running))) {
            return this.giveUp(id);
        }
        const leader = said !== undefined && (await this.isOurs(said)) ? said : undefined;
        return this.watch(terminal, running, { id, leader, timeoutMs, signal });
    }

    /** Who leads a command is told through its terminal, where any command of Claude can say it: it may name any process. */
    private isOurs(leader: number): Promise<boolean> {
        return bearsMark(leader, sessionMark(this.place().sessionId));
    }

    private async watch(
        terminal: ShellTerminal,
        { output, over }: RunningCommand,
        { id, leader, timeoutMs, signal }: { id: SessionId; leader?: number; timeoutMs: number; signal: AbortSignal }
    ): Promise<ShellResult> {
        const stoppedBy = await stopReason(over, timeoutMs, signal);
        if (stoppedBy) {
            terminal.interrupt();
            await within(GRACE_MS, over);
        } else {
            await over;
        }
        // what is said of its end, when it has to be killed, is none of its own
        const told = { output: output.text(), ...(stoppedBy && { stoppedBy }) };
        const end = stoppedBy ? await this.kill(over, leader, id) : await over;
        if ('terminalEnded' in end) {
            if (leader !== undefined) {
                // what has begun just then missed the hang-up
                signalGroup(leader, 'SIGKILL');
            }
            return { ...told, terminalEnded: end.terminalEnded };
        }
        terminal.say(`${output.isAtLineStart ? '' : '\r\n'}${footOf(end.exitCode, stoppedBy)}`);
        return { ...told, exitCode: end.exitCode };
    }

    /** Everything that the command has started, but for what has left it. What it had put into the background takes no Ctrl+C. */
    private async kill(over: Promise<CommandEnd>, leader: number | undefined, id: SessionId): Promise<CommandEnd> {
        let end = await within(0, over);
        if (leader !== undefined) {
            if (!end) {
                await endProcessTree(leader);
            }
            signalGroup(leader, 'SIGKILL');
        }
        end ??= await within(KILLED_MS, over);
        if (!end) {
            await this.shells.endTerminal(id, 'a command in it could not be stopped');
        }
        return end ?? over;
    }

    /** The shell takes no command: another one is started for the next. */
    private async giveUp(id: SessionId, why = 'did not answer'): Promise<never> {
        await this.shells.endTerminal(id, `its shell ${why}`);
        throw new Error(`Not run: the shell of this session ${why} and was ended. The next command starts another.`);
    }
}

/** Whether its terminal has ended. A command that was over before it has begun was none: the scripts of the shell are gone. */
async function hasEnded({ over }: RunningCommand): Promise<boolean> {
    const end = await within(0, over);
    return end !== undefined && 'terminalEnded' in end;
}

async function stopReason(
    over: Promise<CommandEnd>,
    timeoutMs: number,
    signal: AbortSignal
): Promise<ShellResult['stoppedBy']> {
    const done = new AbortController();
    const wait = AbortSignal.any([signal, done.signal]);
    const stopped = sleep(timeoutMs, 'time-out' as const, { signal: wait }).catch(() =>
        signal.aborted ? ('person' as const) : undefined
    );
    try {
        return await Promise.race([over.then(() => undefined), stopped]);
    } finally {
        done.abort();
    }
}

/** What `promise` resolves with, or undefined after the time. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
    const done = new AbortController();
    const late = sleep(ms, undefined, { signal: done.signal }).catch(() => undefined);
    try {
        return await Promise.race([promise, late]);
    } finally {
        done.abort();
    }
}

/** The command as a person would have typed it, without anything in it that a terminal would obey. */
function headingOf(command: string): string {
    // eslint-disable-next-line no-control-regex -- these are the controls that must not reach the terminal
    const shown = command.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, character => (character === '\t' ? '    ' : '·'));
    return `\x1b[1m$ ${shown.replaceAll('\n', '\r\n> ')}\x1b[22m\r\n`;
}

function footOf(exitCode: number, stoppedBy: ShellResult['stoppedBy']): string {
    const words = stoppedBy === 'person' ? 'stopped' : stoppedBy ? 'stopped: its time was up' : `exit code ${exitCode}`;
    return exitCode === 0 && !stoppedBy ? '' : `\x1b[2m[${words}]\x1b[22m\r\n`;
}
