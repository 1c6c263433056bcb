import { splitContexts } from './message-context';

/** The title of a session until its first message names it. */
export const NEW_CONVERSATION = 'New conversation';

const MAX_TITLE_CHARS = 60;

/**
 * A title from the first message: its first line that says something, cut at a word, at most 60 characters and "…".
 * Where nothing was written, by what went with it.
 * {@link NEW_CONVERSATION} when no line says something.
 */
export function titleFromMessage(text: string): string {
    const { text: written, contexts } = splitContexts(text);
    const line = [written, ...contexts.map(({ label }) => label)]
        .join('\n')
        .split(/\r?\n/)
        .map(candidate =>
            candidate
                .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
                .replace(/\s+/g, ' ')
                .trim()
        )
        .find(candidate => /[\p{L}\p{N}]/u.test(candidate));
    if (!line) {
        return NEW_CONVERSATION;
    }
    const characters = [...line];
    if (characters.length <= MAX_TITLE_CHARS) {
        return line;
    }
    const head = characters.slice(0, MAX_TITLE_CHARS).join('');
    const space = head.lastIndexOf(' ');
    return `${space > MAX_TITLE_CHARS / 2 ? head.slice(0, space) : head}…`;
}
