/**
 * How long pieces of text are gathered after one was recorded before they become the next event, in ms. The first after
 * a silence is not kept waiting: a reader is then never further behind than this and a write to the disk.
 */
export const GATHER_MS = 12;

/**
 * Makes few events of many small pieces of text. What belongs to the same block is joined; order is kept, as long as
 * {@link flush} is called before anything else is recorded.
 */
export class DeltaGatherer {
    private blockId?: string;
    private text = '';
    private timer?: NodeJS.Timeout;

    constructor(private readonly record: (blockId: string, text: string) => void) {}

    add(blockId: string, text: string): void {
        if (blockId !== this.blockId) {
            this.flush();
        }
        this.blockId = blockId;
        this.text += text;
        if (!this.timer) {
            this.recordGathered();
        }
    }

    /** Records what was gathered, now. */
    flush(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        this.take();
        this.blockId = undefined;
    }

    /** Records what was gathered, and gathers again for a while when there was something. */
    private recordGathered(): void {
        this.timer = this.text === '' ? undefined : setTimeout(() => this.recordGathered(), GATHER_MS);
        this.take();
    }

    private take(): void {
        const { blockId, text } = this;
        this.text = '';
        if (blockId !== undefined && text !== '') {
            this.record(blockId, text);
        }
    }
}
