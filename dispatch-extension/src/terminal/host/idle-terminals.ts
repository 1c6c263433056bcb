import { StructuredLog } from '../../kernel/host/structured-log';

/** A terminal, as the watch sees it. */
export interface IdleTerminal {
    /** Since when nobody watches and nothing was shown, in ms of {@link IdleTerminals.now}; `undefined` while somebody does. */
    readonly unattendedSinceMs: number | undefined;
    /** Whether anything but the shell runs in it. */
    hasWork(): Promise<boolean>;
    end(reason: string): Promise<void>;
}

const LOOK_EVERY_MS = 30_000;

/** Ends terminals in which nothing runs and that nobody watches, after a time that the operator sets. Off with 0. */
export class IdleTerminals {
    private readonly terminals = new Map<IdleTerminal, NodeJS.Timeout>();

    constructor(private readonly now: () => number = () => performance.now()) {}

    /** Watches a terminal that runs until {@link forget}. `limitMs`: asked each time, 0 for never. */
    watch(terminal: IdleTerminal, limitMs: () => number, log: StructuredLog): void {
        this.forget(terminal);
        const everyMs = Math.min(LOOK_EVERY_MS, Math.max(50, limitMs() || LOOK_EVERY_MS));
        const look = (): void =>
            void this.look(terminal, limitMs()).catch(error => log.error('terminal.idle-not-ended', { error }));
        this.terminals.set(terminal, setInterval(look, everyMs).unref());
    }

    forget(terminal: IdleTerminal): void {
        clearInterval(this.terminals.get(terminal));
        this.terminals.delete(terminal);
    }

    private async look(terminal: IdleTerminal, limitMs: number): Promise<void> {
        const sinceMs = terminal.unattendedSinceMs;
        if (limitMs === 0 || sinceMs === undefined || this.now() - sinceMs < limitMs || (await terminal.hasWork())) {
            return;
        }
        if (terminal.unattendedSinceMs === sinceMs) {
            await terminal.end(`nobody used it for ${inWords(limitMs)} (TERMINAL_IDLE_MINUTES)`);
        }
    }
}

function inWords(ms: number): string {
    return ms < 60_000 ? `${ms} ms` : `${Math.round(ms / 60_000)} min`;
}
