import { hasUnseen } from './visible-text';

/** What a command line has besides words; all but `chain` and `pipe` is more than a rule can judge. */
export type ShellFeature =
    | 'chain'
    | 'pipe'
    | 'background'
    | 'substitution'
    | 'variable'
    | 'redirection'
    | 'assignment'
    | 'glob'
    | 'home'
    | 'group'
    | 'comment'
    | 'escape'
    | 'control'
    | 'keyword'
    | 'unfinished';

/** One program with its words, as far as they can be read without running anything. */
export interface ShellPart {
    /** The program first. Quotes are gone. */
    readonly words: readonly string[];
    /** Where output goes or input comes from. */
    readonly targets: readonly string[];
}

/** A command line, read as bash and zsh would, but never expanded. */
export interface ShellCommand {
    readonly parts: readonly ShellPart[];
    readonly features: ReadonlySet<ShellFeature>;
}

/**
 * Reads a command line. Anything that is not certain becomes a feature, so that {@link isPlain} is true only where the
 * words are exactly those that the programs would be given.
 */
export function readShellCommand(text: string): ShellCommand {
    return new ShellReader(text).read();
}

/** Whether it is nothing but plain programs with literal words, one after the other or piped. */
export function isPlain({ parts, features }: ShellCommand): boolean {
    return parts.length > 0 && [...features].every(feature => feature === 'chain' || feature === 'pipe');
}

/** A word as it is written in a pattern, so that it reads back as itself; undefined where it cannot be written. */
export function quoteWord(word: string): string | undefined {
    const written = /^[\w./:@%+,-][\w./:@%+,=-]*$/.test(word)
        ? word
        : word.includes("'")
          ? `"${word.replace(/["\\]/g, '\\$&')}"`
          : `'${word}'`;
    const back = readShellCommand(`x ${written}`);
    return isPlain(back) && back.parts.length === 1 && back.parts[0].words[1] === word ? written : undefined;
}

const KEYWORDS = new Set(
    'if then else elif fi for while until do done case esac function select time coproc in [[ ]] !'.split(' ')
);
/** Unquoted characters that make a word more than its letters, in bash or in zsh. */
const MEANINGS: Readonly<Record<string, ShellFeature>> = {
    '*': 'glob',
    '?': 'glob',
    '[': 'glob',
    ']': 'glob',
    '^': 'glob',
    '{': 'glob',
    '}': 'glob',
    '~': 'home',
    '!': 'keyword',
    '(': 'group',
    ')': 'group'
};

class ShellReader {
    private at = 0;
    private word: string | undefined;
    private words: string[] = [];
    private targets: string[] = [];
    private isTarget = false;
    private danglingOperator = false;
    private readonly parts: ShellPart[] = [];
    private readonly features = new Set<ShellFeature>();

    constructor(private readonly text: string) {
        if (hasUnseen(text)) {
            this.features.add('control');
        }
    }

    read(): ShellCommand {
        while (this.at < this.text.length) {
            this.readCharacter(this.text[this.at++]);
        }
        this.endPart();
        if (this.danglingOperator || this.isTarget) {
            this.features.add('unfinished');
        }
        return { parts: this.parts, features: this.features };
    }

    private readCharacter(character: string): void {
        switch (character) {
            case ' ':
            case '\t':
                return this.endWord();
            case '\n':
                return this.newLine();
            case "'":
                return this.readSingleQuoted();
            case '"':
                return this.readDoubleQuoted();
            case '\\':
                this.features.add('escape');
                return this.append(this.text[this.at++] ?? '');
            case '$':
                return this.readDollar();
            case '`':
                this.features.add('substitution');
                return this.endWord();
            case ';':
            case '&':
            case '|':
                return this.readOperator(character);
            case '<':
            case '>':
                return this.readRedirection();
            default:
                return this.readLetter(character);
        }
    }

    private readLetter(character: string): void {
        if (character === '#' && this.word === undefined) {
            this.features.add('comment');
            const end = this.text.indexOf('\n', this.at);
            this.at = end < 0 ? this.text.length : end;
            return;
        }
        if (character === '=' && this.word === undefined) {
            // zsh takes `=ls` for the path of ls
            this.features.add('assignment');
        }
        const meaning = MEANINGS[character];
        if (meaning) {
            this.features.add(meaning);
        }
        if (meaning === 'group') {
            this.endPart();
        } else {
            this.append(character);
        }
    }

    private readSingleQuoted(): void {
        const end = this.text.indexOf("'", this.at);
        this.append(this.text.slice(this.at, end < 0 ? undefined : end));
        this.quotedNewLine(this.word);
        this.at = end < 0 ? this.text.length : end + 1;
        if (end < 0) {
            this.features.add('unfinished');
        }
    }

    private readDoubleQuoted(): void {
        this.append('');
        while (this.at < this.text.length) {
            const character = this.text[this.at++];
            if (character === '"') {
                return this.quotedNewLine(this.word);
            }
            if (character === '\\') {
                this.readQuotedEscape();
            } else {
                if (character === '`') {
                    this.features.add('substitution');
                } else if (character === '$') {
                    this.features.add(this.text[this.at] === '(' ? 'substitution' : 'variable');
                }
                this.append(character);
            }
        }
        this.features.add('unfinished');
    }

    /** Within double quotes a backslash takes the meaning of few characters, and stays before all others. */
    private readQuotedEscape(): void {
        const next = this.text[this.at] ?? '';
        if (next === '"' || next === '\\') {
            this.at++;
            this.append(next);
            return;
        }
        if (next === '$' || next === '`' || next === '\n' || next === '') {
            this.features.add('escape');
        }
        this.append('\\');
    }

    private readDollar(): void {
        const next = this.text[this.at];
        this.features.add(next === '(' ? 'substitution' : next === "'" || next === '"' ? 'escape' : 'variable');
        this.append('$');
    }

    private readOperator(character: string): void {
        const doubled = this.text[this.at] === character;
        if (doubled) {
            this.at++;
        }
        const isChain = character === ';' || doubled;
        this.features.add(isChain ? 'chain' : character === '|' ? 'pipe' : 'background');
        if (character === ';' && doubled) {
            this.features.add('unfinished');
        }
        this.endWord();
        if (this.words.length === 0) {
            this.features.add('unfinished');
        }
        this.endPart();
        this.danglingOperator = character !== ';' && (doubled || character === '|');
    }

    private readRedirection(): void {
        this.features.add('redirection');
        if (this.word !== undefined && /^\d+$/.test(this.word)) {
            this.word = undefined;
        }
        this.endWord();
        while ('<>&|-'.includes(this.text[this.at] ?? ' ')) {
            this.at++;
        }
        if (this.text[this.at] === '(') {
            this.features.add('substitution');
        } else {
            this.isTarget = true;
        }
    }

    private newLine(): void {
        this.endWord();
        if (this.words.length > 0) {
            this.features.add('chain');
        }
        this.endPart();
    }

    private append(text: string): void {
        this.word = (this.word ?? '') + text;
    }

    private quotedNewLine(word: string | undefined): void {
        if (word?.includes('\n')) {
            this.features.add('control');
        }
    }

    private endWord(): void {
        if (this.word === undefined) {
            return;
        }
        if (this.isTarget) {
            this.targets.push(this.word);
        } else {
            this.words.push(this.word);
        }
        this.isTarget = false;
        this.word = undefined;
    }

    private endPart(): void {
        this.endWord();
        const { words, targets } = this;
        if (words.length === 0 && targets.length === 0) {
            return;
        }
        const [program = ''] = words;
        if (KEYWORDS.has(program)) {
            this.features.add('keyword');
        }
        if (program.includes('=') || program === '') {
            this.features.add('assignment');
        }
        this.parts.push({ words, targets });
        this.words = [];
        this.targets = [];
        this.danglingOperator = false;
    }
}
