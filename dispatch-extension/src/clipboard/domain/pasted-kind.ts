/** What an event of pasting or dropping brings. */
export interface Brought {
    /** As `text/plain`; empty where there is none. */
    readonly text: string;
    readonly fileNames: readonly string[];
}

/**
 * Whether its text is meant or its files. Programs bring both: a file manager adds the names of its files as text, an
 * office program a picture of the text.
 */
export function pastedKind({ text, fileNames }: Brought): 'text' | 'files' | 'nothing' {
    if (fileNames.length === 0) {
        return text === '' ? 'nothing' : 'text';
    }
    const lines = text.split(/\r\n|\r|\n/).filter(line => line.trim() !== '');
    const namesOnly = lines.every(line => fileNames.some(name => lastPart(line) === name));
    return namesOnly ? 'files' : 'text';
}

/** The name at the end of a name, a path or a `file:` address. */
function lastPart(line: string): string | undefined {
    const part = line.trim().split(/[/\\]/).at(-1);
    try {
        return part && decodeURIComponent(part);
    } catch {
        // A per cent sign that escapes nothing.
        return part;
    }
}
