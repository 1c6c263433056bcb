import { SessionErrors } from '../common/session-errors';

/**
 * The numbering of one viewer's input to one session: from 1, without holes.
 * Makes sure that each piece is applied at most once, however often it is sent.
 */
export class InputSequence {
    private last = 0;

    /** The number that was applied last; 0 for none. */
    get applied(): number {
        return this.last;
    }

    /**
     * Does `work` with the piece of this number, unless it was done before. When `work` throws, the piece was not
     * applied and comes again. Throws `session.input-hole` when a piece before it is missing.
     */
    apply(seq: number, work: () => void): void {
        if (seq <= this.last) {
            return;
        }
        if (seq !== this.last + 1) {
            throw SessionErrors.inputHole({ expected: this.last + 1, got: seq });
        }
        work();
        this.last = seq;
    }
}

/** How many viewers of one session are remembered. A viewer is a page, so this is years of reloads. */
const MAX_VIEWERS = 10_000;

/** The sequences of all viewers that a session has had, those longest unused forgotten first. */
export class InputSequences {
    private readonly byViewer = new Map<string, InputSequence>();

    /** The sequence of this viewer, a new one for a viewer not seen before. */
    of(viewerId: string): InputSequence {
        const sequence = this.byViewer.get(viewerId) ?? new InputSequence();
        this.byViewer.delete(viewerId);
        this.byViewer.set(viewerId, sequence);
        if (this.byViewer.size > MAX_VIEWERS) {
            const [oldest] = this.byViewer.keys();
            this.byViewer.delete(oldest);
        }
        return sequence;
    }
}
