import { FeaturedTerminal, TerminalPart } from 'dispatch-extension/lib/terminal/host/terminal-api';
import { KeptOutput } from '../../domain/kept-output';
import { ShellMarks } from '../../domain/shell-marks';

/** Takes away what was typed into the line before; see VKILL in termios(3). */
const KILL_LINE = '\x15';
const INTERRUPT = '\x03';

/** A command as it runs in a terminal. */
export interface RunningCommand {
    readonly output: KeptOutput;
    /**
     * Resolves when its shell has begun it, with what it says is the leader of its process group: any program in the terminal can
     * say that, so that it has to be looked at; undefined when that will never be.
     */
    readonly begun: Promise<number | undefined>;
    /** Resolves when it is over. */
    readonly over: Promise<CommandEnd>;
}

/** How a command was over. */
export type CommandEnd = { readonly exitCode: number } | { readonly terminalEnded: string };

/** The terminal of a Claude session, as its commands see it. One command at a time. */
export class ShellTerminal implements TerminalPart {
    private readonly encoder = new TextEncoder();
    private running?: Open;
    private marks = this.newMarks();
    private readyPromise = deferred<boolean>();

    constructor(
        private readonly terminal: FeaturedTerminal,
        private readonly disposed: () => Promise<void>
    ) {}

    /** Resolves when its program takes commands: true; or when it has ended before: false. */
    get ready(): Promise<boolean> {
        return this.readyPromise.promise;
    }

    /** Hands a command over, by the name under which it lies in the folder of the shell. Throws `session.input-refused`. */
    run(id: string, heading: string): RunningCommand {
        const begun = deferred<number | undefined>();
        const over = deferred<CommandEnd>();
        const output = new KeptOutput();
        this.running = { id, begun, over, output };
        this.terminal.say(heading);
        this.terminal.write(this.encoder.encode(`${KILL_LINE}run ${id}\n`));
        return { output, begun: begun.promise, over: over.promise };
    }

    /** As Ctrl+C does. A program that has left too much unread does not get it. */
    interrupt(): void {
        try {
            this.terminal.write(this.encoder.encode(INTERRUPT));
        } catch (error) {
            this.terminal.log.debug('claude.interrupt-not-typed', { error });
        }
    }

    /** Adds words for those who watch, on lines of their own. */
    say(words: string): void {
        this.terminal.say(words);
    }

    onOutput(bytes: Uint8Array): void {
        this.marks.feed(bytes);
    }

    onExit(reason: string): void {
        this.readyPromise.resolve(false);
        this.readyPromise = deferred();
        this.marks = this.newMarks();
        this.running?.begun.resolve(undefined);
        this.running?.over.resolve({ terminalEnded: reason });
        this.running = undefined;
    }

    dispose(): Promise<void> {
        this.onExit('it was removed');
        return this.disposed();
    }

    private newMarks(): ShellMarks {
        const output = (bytes: Uint8Array): void => {
            if (this.running?.hasBegun) {
                this.running.output.add(bytes);
            }
        };
        return new ShellMarks({ output, mark: text => this.mark(text) }, (bytes, wanted, from) =>
            Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(wanted, from)
        );
    }

    /** What a command writes itself into a mark can only end its own output early. */
    private mark(text: string): void {
        const [id, what, number] = text.split(';');
        const { running } = this;
        if (id === 'ready') {
            this.readyPromise.resolve(true);
        } else if (running?.id === id && what === 'begun' && !running.hasBegun) {
            running.hasBegun = true;
            running.begun.resolve(Number(number) || undefined);
        } else if (running?.id === id && what === 'ended') {
            this.running = undefined;
            running.begun.resolve(undefined);
            running.over.resolve({ exitCode: Number(number) });
        }
    }
}

interface Open {
    readonly id: string;
    readonly begun: Deferred<number | undefined>;
    readonly over: Deferred<CommandEnd>;
    readonly output: KeptOutput;
    hasBegun?: boolean;
}

interface Deferred<T> {
    readonly promise: Promise<T>;
    resolve(value: T): void;
}

function deferred<T>(): Deferred<T> {
    let resolve: (value: T) => void = () => undefined;
    const promise = new Promise<T>(done => (resolve = done));
    return { promise, resolve };
}
