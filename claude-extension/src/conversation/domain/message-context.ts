/** Something that goes with a message to be read: a selection of an editor, the end of a terminal, problems, a file. */
export interface MessageContext {
    /** What it is, on one line. */
    readonly label: string;
    readonly text: string;
}

const BLOCK = /(?:^|\n\n)<context label="([^"\n]*)">\n((?:(?!<\/context>)[\s\S])*)\n<\/context>$/;

/** A message with what goes with it, as it is sent: Claude reads it as text. */
export function withContexts(text: string, contexts: readonly MessageContext[]): string {
    const blocks = contexts.map(
        ({ label, text: content }) =>
            `<context label="${label.replace(/["\n\r]+/g, ' ')}">\n${content.replaceAll('</context>', '<\\/context>')}\n</context>`
    );
    return [text, ...blocks].filter(Boolean).join('\n\n');
}

/** A message taken apart again into what was written and what went with it. */
export function splitContexts(message: string): { text: string; contexts: MessageContext[] } {
    const contexts: MessageContext[] = [];
    let text = message;
    for (let block = BLOCK.exec(text); block; block = BLOCK.exec(text)) {
        contexts.unshift({ label: block[1], text: block[2].replaceAll('<\\/context>', '</context>') });
        text = text.slice(0, block.index);
    }
    return { text, contexts };
}
