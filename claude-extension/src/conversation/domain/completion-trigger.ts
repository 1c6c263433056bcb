/** What a person is in the middle of writing that can be completed. */
export interface CompletionTrigger {
    /** `mention`: after an `@`; `command`: after a `/` at the beginning of the message. */
    readonly kind: 'mention' | 'command';
    /** What was written after the sign. */
    readonly query: string;
    /** From the sign to the caret, as positions in the text. */
    readonly start: number;
    readonly end: number;
}

/** An `@` at the beginning of a word, and no white space since; in quotes a path may have spaces. */
const MENTION = /(?:^|[\s([{])@(?:"([^"\n]*)|([^\s"@]*))$/;
const COMMAND = /^\/(\S*)$/;

/** What stands before the caret and can be completed; undefined for nothing. */
export function completionAt(text: string, caret: number): CompletionTrigger | undefined {
    const before = text.slice(0, caret);
    const command = COMMAND.exec(before);
    if (command) {
        return { kind: 'command', query: command[1], start: 0, end: caret };
    }
    const mention = MENTION.exec(before);
    if (!mention) {
        return undefined;
    }
    return { kind: 'mention', query: mention[1] ?? mention[2], start: before.lastIndexOf('@'), end: caret };
}

/** A path as it is mentioned: in quotes where it has spaces. */
export function mentionOf(path: string): string {
    return /\s/.test(path) ? `@"${path}"` : `@${path}`;
}
