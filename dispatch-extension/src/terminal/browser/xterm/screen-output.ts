import { HiddenTurns, TurnTaker } from './hidden-turns';

/** How much a hidden terminal parses in one turn: a few ms. In bytes. */
const SLICE_BYTES = 32 * 1024;

interface Piece {
    data: string | Uint8Array;
    done?: () => void;
}

/** Where the output goes in the end; xterm's `write`. */
export type WriteToScreen = (data: string | Uint8Array, done?: () => void) => void;

/**
 * The way of output to the screen of one terminal. Shown, it goes there at once; hidden, it waits for its turn among the
 * hidden ones, in order. `done` is called when a piece was parsed, so what waits is not acknowledged, and the host sends
 * no more than the window; what is more than a backlog behind is sent as a snapshot.
 */
export class ScreenOutput implements TurnTaker {
    private pieces: Piece[] = [];
    private shown = false;

    constructor(
        private readonly target: WriteToScreen,
        private readonly turns: HiddenTurns
    ) {}

    get waits(): boolean {
        return this.pieces.length > 0;
    }

    write(data: string | Uint8Array, done?: () => void): void {
        if (this.shown) {
            this.target(data, done);
        } else {
            this.pieces.push({ data, done });
            this.turns.want(this);
        }
    }

    /** What has waited is parsed now. */
    show(): void {
        this.shown = true;
        for (const { data, done } of this.pieces.splice(0)) {
            this.target(data, done);
        }
    }

    hide(): void {
        this.shown = false;
    }

    takeTurn(done: () => void): void {
        const piece = this.pieces.shift();
        if (!piece) {
            done();
            return;
        }
        const { data } = piece;
        if (typeof data === 'string' || data.length <= SLICE_BYTES) {
            this.target(data, () => {
                piece.done?.();
                done();
            });
        } else {
            this.pieces.unshift({ data: data.subarray(SLICE_BYTES), done: piece.done });
            this.target(data.subarray(0, SLICE_BYTES), done);
        }
    }

    /** What waits is dropped, without a word. */
    dispose(): void {
        this.pieces = [];
        this.turns.forget(this);
    }
}
