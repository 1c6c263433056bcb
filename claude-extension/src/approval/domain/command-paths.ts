/**
 * Whether a program could take a word, or a part of it, for a path that leads upwards or into somebody's home. What such
 * a word means depends on the program, so no rule guesses.
 */
export function leadsAway(word: string): boolean {
    return (
        word === '..' ||
        word.includes('../') ||
        word.includes('/..') ||
        (word.startsWith('-') && word.includes('..')) ||
        /[^\p{L}\p{N}]\.\.$/u.test(word) ||
        /(^|[^\p{L}\p{N}._/+-])~/u.test(word)
    );
}

/**
 * Every piece of a word that a program could take for a path: the word, what stands between signs (`--out=a`, `@a`,
 * `a:b`), and the tail of an option that is written together with its value (`-xf/a`). Too many rather than too few.
 */
export function pathPieces(word: string): string[] {
    const pieces = new Set([word, ...(word.match(/[\p{L}\p{N}._/+-]+/gu) ?? [])]);
    if (word.startsWith('-') && !word.includes('=')) {
        pieces.add(word.slice(2));
        const slash = word.indexOf('/');
        if (slash > 0) {
            pieces.add(word.slice(slash));
        }
    }
    pieces.delete('');
    return [...pieces];
}

/** The pieces of a word that look like paths to a person; the others are looked at only by rules. */
export function shownPaths(word: string): string[] {
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(word)) {
        return [];
    }
    const pieces = word.split(/[=:,@\s()$`'"{};|&<>]+/);
    return pieces.filter(piece => /^(~|\.{1,2})?\/./.test(piece) || piece === '..' || /^[^-].*\//.test(piece));
}
