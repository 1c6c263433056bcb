/** Values that one side gives and the other side iterates over, in order, until it is closed. One reader. */
export class AsyncQueue<T> implements AsyncIterable<T> {
    private readonly values: T[] = [];
    private closed = false;
    private wake: () => void = () => undefined;

    push(value: T): void {
        this.values.push(value);
        this.wake();
    }

    /** The reader gets what is there, then its end. */
    close(): void {
        this.closed = true;
        this.wake();
    }

    async *[Symbol.asyncIterator](): AsyncGenerator<T> {
        for (;;) {
            while (this.values.length > 0) {
                yield this.values.shift() as T;
            }
            if (this.closed) {
                return;
            }
            await new Promise<void>(resolve => (this.wake = resolve));
        }
    }
}
