/** A value that is replaced as a whole from time to time, and who wants to know. */
export class Current<T> {
    private readonly listeners = new Set<(value: T) => void>();

    constructor(private current: T) {}

    get value(): T {
        return this.current;
    }

    /** Replaces the value and tells the listeners, in the order in which they came. */
    set(value: T): void {
        this.current = value;
        for (const listener of [...this.listeners]) {
            listener(value);
        }
    }

    /** Returns a function that takes the listener away again. */
    onChange(listener: (value: T) => void): () => void {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }
}
