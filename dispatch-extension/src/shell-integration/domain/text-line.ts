/** A line does not become longer, in characters. */
const MAX_LINE_CHARACTERS = 64 * 1024;
/** So many characters are moved or written over in a line, by sequences that do that to many at once; then these do nothing. */
const MAX_MOVED_CHARACTERS = 20_000_000;

/**
 * One line of a terminal, as text is written to it and changed in it: enough of a terminal for what a person types, for
 * progress bars and for colours, and no screen.
 */
export class TextLine {
    private characters: string[] = [];
    private column = 0;
    private moved = 0;

    /**
     * `columns`: how wide the terminal is, if known. Where a line is longer it goes on in the next row, and CR goes back to the
     * beginning of that row: a shell that wraps what is typed prints a blank and CR at the edge.
     */
    constructor(private readonly columns = Infinity) {}

    /** What stands there, without blanks at the end. */
    get text(): string {
        return this.characters.join('').trimEnd();
    }

    /** What stands there, with every blank that was written. */
    get raw(): string {
        return this.characters.join('');
    }

    /** Printed characters and the controls BS, CR and TAB; others do nothing. */
    put(character: string): void {
        if (character === '\b') {
            this.moveTo(this.column - 1);
        } else if (character === '\r') {
            this.moveTo(this.beginOfRow());
        } else if (character === '\t') {
            this.moveTo(this.column + 8 - (this.column % 8));
            this.fill();
        } else if (character >= ' ' && character !== '\x7f' && this.column < MAX_LINE_CHARACTERS) {
            this.fill();
            this.characters[this.column++] = character;
        }
    }

    /** A control sequence: `final` is its last byte. Those that leave the line do nothing. */
    control(final: string, parameters: string): void {
        const count = Math.max(1, Number.parseInt(parameters, 10) || 0);
        switch (final) {
            case 'C':
                return this.moveTo(this.column + count);
            case 'D':
                return this.moveTo(this.column - count);
            case 'G':
                return this.moveTo(count - 1);
            case 'P':
            case '@':
            case 'K':
                return this.mayMove() ? this.change(final, count, parameters) : undefined;
        }
    }

    clear(): void {
        this.characters = [];
        this.column = 0;
    }

    private change(final: 'P' | '@' | 'K', count: number, parameters: string): void {
        if (final === 'P') {
            this.characters.splice(this.column, count);
        } else if (final === 'K') {
            this.erase(parameters);
        } else {
            this.fill();
            this.characters.splice(this.column, 0, ...' '.repeat(Math.min(count, 1_000)));
            this.characters.length = Math.min(this.characters.length, MAX_LINE_CHARACTERS);
        }
    }

    private mayMove(): boolean {
        this.moved += this.characters.length;
        return this.moved <= MAX_MOVED_CHARACTERS;
    }

    /** Behind the last column of a row the cursor still belongs to it. */
    private beginOfRow(): number {
        const row = Math.floor(Math.max(0, this.column - 1) / this.columns);
        return row > 0 ? row * this.columns : 0;
    }

    private erase(parameters: string): void {
        if (parameters === '' || parameters === '0') {
            this.characters.length = Math.min(this.characters.length, this.column);
        } else {
            this.characters.fill(' ', 0, parameters === '1' ? this.column + 1 : undefined);
        }
    }

    private moveTo(column: number): void {
        this.column = Math.max(0, Math.min(column, MAX_LINE_CHARACTERS));
    }

    private fill(): void {
        while (this.characters.length < this.column) {
            this.characters.push(' ');
        }
    }
}
