/**
 * What is sent to a shell so that `line` stands behind its prompt, and runs if `enter`. Control characters are left out:
 * a line comes from a record, and must not become keys. Several lines go as one paste where the shell knows pastes.
 */
export function inputOf(line: string, bracketedPaste: boolean, enter: boolean): string {
    // eslint-disable-next-line no-control-regex -- these are what is left out
    const text = line.replace(/\r\n?/g, '\n').replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '');
    const needsPaste = bracketedPaste && /[\n\t]/.test(text);
    const typed = needsPaste ? `\x1b[200~${text}\x1b[201~` : text.replaceAll('\n', '\r');
    return enter ? `${typed}\r` : typed;
}

/** A folder as a word that every shell we know reads as this folder. */
export function quotedFolder(folder: string): string {
    return /^[\w/.@%+:-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", `'\\''`)}'`;
}
