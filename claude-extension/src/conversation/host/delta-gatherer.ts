/** How long pieces of text are gathered before they become one event, in ms. */
export const GATHER_MS = 50;

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
        this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
    }

    /** Records what was gathered, now. */
    flush(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        const { blockId, text } = this;
        this.blockId = undefined;
        this.text = '';
        if (blockId !== undefined && text !== '') {
            this.record(blockId, text);
        }
    }
}
