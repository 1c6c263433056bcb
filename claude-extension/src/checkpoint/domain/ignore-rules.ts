/** One line of a `.gitignore`, understood. Text is bytes, one character each. */
interface Pattern {
    readonly regex: RegExp;
    readonly negated: boolean;
    readonly foldersOnly: boolean;
}

/**
 * The rules of the ignore files from one folder up to its repository, as git has them: the last pattern that matches
 * decides, and those of a folder further down come later.
 */
export class IgnoreRules {
    static readonly NONE = new IgnoreRules(undefined, '', []);

    private constructor(
        private readonly outer: IgnoreRules | undefined,
        /** Path of the folder that the patterns are relative to, with a slash at its end; empty for the root. */
        private readonly base: string,
        private readonly patterns: readonly Pattern[]
    ) {}

    /** These rules and those of an ignore file in `folder` (relative to the root; empty for the root itself). */
    with(folder: string, ignoreFile: string): IgnoreRules {
        const patterns = ignoreFile.split('\n').flatMap(line => patternOf(line) ?? []);
        return patterns.length === 0 ? this : new IgnoreRules(this, folder === '' ? '' : `${folder}/`, patterns);
    }

    /** Whether the rules leave out this file or folder; those of the folders above it are for the caller to ask. */
    ignores(path: string, isFolder: boolean): boolean {
        return this.verdict(path, isFolder) ?? false;
    }

    /** Undefined where no pattern matches. */
    private verdict(path: string, isFolder: boolean): boolean | undefined {
        const local = path.slice(this.base.length);
        const found = this.patterns.findLast(
            pattern => (isFolder || !pattern.foldersOnly) && pattern.regex.test(local)
        );
        return found ? !found.negated : this.outer?.verdict(path, isFolder);
    }
}

function patternOf(line: string): Pattern | undefined {
    let text = trimmed(line.replace(/\r$/, ''));
    if (text === '' || text.startsWith('#')) {
        return undefined;
    }
    const negated = text.startsWith('!');
    text = negated ? text.slice(1) : text;
    const foldersOnly = text.endsWith('/');
    text = foldersOnly ? text.slice(0, -1) : text;
    const anchored = text.includes('/');
    text = text.startsWith('/') ? text.slice(1) : text;
    if (text === '') {
        return undefined;
    }
    const source = sourceOf(text);
    return source === undefined
        ? undefined
        : { regex: new RegExp(`^${anchored ? '' : '(?:.*/)?'}${source}$`, 's'), negated, foldersOnly };
}

/** Without spaces at its end, unless they are quoted. */
function trimmed(line: string): string {
    let end = line.length;
    while (end > 0 && line[end - 1] === ' ' && line[end - 2] !== '\\') {
        end--;
    }
    return line.slice(0, end);
}

/** A piece of a glob: any letters, any folders, the end of a name, or something that is exactly as long as it says. */
interface Piece {
    readonly kind: 'letters' | 'folders' | 'slash' | 'exact';
    readonly source: string;
}

const LETTERS: Piece = { kind: 'letters', source: '[^/]*' };
const FOLDERS: Piece = { kind: 'folders', source: '(?:[^/]+/)*' };
const SLASH: Piece = { kind: 'slash', source: '/' };

/** The source of a regular expression for a glob; undefined for one that can match nothing. */
function sourceOf(glob: string): string | undefined {
    const pieces = piecesOf(glob);
    if (!pieces) {
        return undefined;
    }
    const names = groupNames();
    return leftmost(pieces, 'folders', names, some =>
        some.length === 0
            ? ''
            : splitAt(some, 'slash')
                  .map(each => leftmost(each, 'letters', names, plain))
                  .join('')
    );
}

/**
 * Joins pieces so that each star takes as little as it can and never tries again but for the last: what comes first fits
 * as well as what comes later, and a glob of a hostile repository cannot hold up the process.
 */
function leftmost(
    pieces: readonly Piece[],
    star: 'letters' | 'folders',
    names: Iterator<string, never>,
    inner: (pieces: readonly Piece[]) => string
): string {
    const [first, ...others] = splitAt(pieces, star);
    const begun = first[0]?.kind === star ? [first, ...others] : others;
    const joined = begun.map(([{ source }, ...rest], index) => {
        if (index === begun.length - 1) {
            return source + inner(rest);
        }
        const name = names.next().value;
        return `(?=(?<${name}>${source}?${inner(rest)}))\\k<${name}>`;
    });
    return (begun.length > others.length ? '' : inner(first)) + joined.join('');
}

/** Begins anew before each piece of a kind. */
function splitAt(pieces: readonly Piece[], kind: Piece['kind']): Piece[][] {
    const groups: Piece[][] = [[]];
    for (const piece of pieces) {
        if (piece.kind === kind && (groups.length > 1 || groups[0].length > 0)) {
            groups.push([]);
        }
        groups[groups.length - 1].push(piece);
    }
    return groups;
}

function plain(pieces: readonly Piece[]): string {
    return pieces.map(({ source }) => source).join('');
}

function* groupNames(): Generator<string, never> {
    for (let number = 1; ; number++) {
        yield `g${number}`;
    }
}

function piecesOf(glob: string): Piece[] | undefined {
    const pieces: Piece[] = [];
    const exact = (source: string): void => void pieces.push({ kind: 'exact', source });
    for (let i = 0; i < glob.length; i++) {
        if (glob.startsWith('**/', i) && (i === 0 || glob[i - 1] === '/')) {
            pieces.push(FOLDERS);
            i += 2;
        } else if (i === glob.length - 2 && glob.startsWith('**', i) && glob[i - 1] === '/') {
            exact('.+');
            i += 1;
        } else if (glob[i] === '*') {
            pieces.push(LETTERS);
        } else if (glob[i] === '/') {
            pieces.push(SLASH);
        } else if (glob[i] === '?') {
            exact('[^/]');
        } else if (glob[i] === '[') {
            const set = setAt(glob, i);
            if (!set) {
                return undefined;
            }
            exact(set.source);
            i = set.end;
        } else {
            i += glob[i] === '\\' ? 1 : 0;
            if (i >= glob.length) {
                return undefined;
            }
            exact(quoted(glob[i]));
        }
    }
    return pieces;
}

const CLASSES: Record<string, string> = {
    alpha: 'a-zA-Z',
    digit: '0-9',
    alnum: 'a-zA-Z0-9',
    upper: 'A-Z',
    lower: 'a-z',
    space: '\\s',
    punct: '!-/:-@\\[-`{-~',
    xdigit: '0-9a-fA-F'
};

function setAt(glob: string, start: number): { source: string; end: number } | undefined {
    let i = start + 1;
    const negated = glob[i] === '!' || glob[i] === '^';
    i += negated ? 1 : 0;
    let inside = '';
    for (let first = true; i < glob.length; i++, first = false) {
        if (glob[i] === ']' && !first) {
            return { source: `(?!/)[${negated ? '^' : ''}${inside}]`, end: i };
        }
        const named = /^\[:(\w+):\]/.exec(glob.slice(i));
        if (named && CLASSES[named[1]]) {
            inside += CLASSES[named[1]];
            i += named[0].length - 1;
        } else if (glob[i] === '-' && !first && glob[i + 1] !== ']') {
            inside += '-';
        } else {
            i += glob[i] === '\\' ? 1 : 0;
            inside += quoted(glob[i] ?? '');
        }
    }
    return undefined;
}

function quoted(char: string): string {
    return /[\\^$.*+?()[\]{}|/-]/.test(char) ? `\\${char}` : char;
}
