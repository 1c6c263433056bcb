/** What was said before, brought back into the input step by step. */
export class Recall {
    /** How far back it has gone; -1 for nothing recalled. */
    private place = -1;

    /** `said`: without what went along, oldest first. */
    constructor(private readonly said: () => readonly string[]) {}

    /** Whether there is a step to take from an input that holds `text`. What a person has written is never written over. */
    may(step: 'older' | 'newer', text: string): boolean {
        return step === 'newer'
            ? this.place >= 0
            : (text === '' || this.place >= 0) && this.place + 1 < this.said().length;
    }

    /** Takes the step, and gives what the input holds then: nothing again after the newest. */
    take(step: 'older' | 'newer'): string {
        this.place += step === 'older' ? 1 : -1;
        return this.place < 0 ? '' : (this.said().at(-1 - this.place) ?? '');
    }

    /** The person writes something of their own. */
    reset(): void {
        this.place = -1;
    }
}
