import { withoutTrailing } from 'dispatch-extension/lib/kernel/common/without-trailing';
import type { MessageAttachment } from '../../conversation/common/claude-events';
import type { Part, ToolPart, Transcript, Turn } from '../../conversation/domain/transcript';

const OUTCOMES: Partial<Record<ToolPart['state'], string>> = {
    error: 'failed',
    denied: 'denied',
    'not-run': 'allowed, but not run',
    withdrawn: 'withdrawn, not run',
    unknown: 'outcome not known'
};

/** A conversation as a Markdown document, for people. What the person said is quoted, so that it stands out. */
export function transcriptMarkdown(title: string, { turns, folder, model }: Transcript): string {
    const about = [folder && `Folder: \`${folder}\``, model && `Model: ${model}`].filter(Boolean);
    const parts = turns.flatMap(turnParts);
    return `${[`# ${title}`, about.join(' · '), ...parts].filter(Boolean).join('\n\n')}\n`;
}

function turnParts({ messages, parts, startedAtMs, rewoundBy, state, error }: Turn): string[] {
    const when = startedAtMs === undefined ? '' : ` · ${new Date(startedAtMs).toISOString()}`;
    const gone = rewoundBy === undefined ? '' : ' · taken back';
    return [
        ...messages.flatMap(message => [`## You${when}${gone}`, quoted(message.text), ...named(message.attachments)]),
        ...(parts.length > 0 ? ['## Claude'] : []),
        ...parts.flatMap(partText),
        ...(state === 'failed' && error ? [`*${error}*`] : []),
        ...(state === 'interrupted' ? ['*Stopped.*'] : [])
    ];
}

function partText(part: Part): string[] {
    switch (part.kind) {
        case 'text':
            return part.state === 'replaced' ? [] : [part.text.trim()];
        case 'thinking':
            return [];
        case 'notice':
            return [`*${part.text}*`];
        case 'steering':
            return [quoted(part.message.text), ...named(part.message.attachments)];
        case 'tool':
            return [toolText(part)];
    }
}

function toolText({ name, input, output, pictures, state }: ToolPart): string {
    const command = typeof input['command'] === 'string' ? input['command'] : JSON.stringify(input, undefined, 2);
    const outcome = OUTCOMES[state];
    const shown = [fenced(command), ...(output ? [fenced(output)] : []), ...named(pictures)].join('\n\n');
    return `**${name}**${outcome ? ` (${outcome})` : ''}\n\n${shown}`;
}

/** Pictures stay with the session; a document names them. */
function named(pictures: readonly MessageAttachment[] = []): string[] {
    return pictures.map(({ name }) => `*A picture: ${escaped(name)}*`);
}

/** So that nothing in a name of a file is read as Markdown. */
function escaped(text: string): string {
    return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_[\]<>&]/g, '\\$&');
}

function quoted(text: string): string {
    return text
        .split('\n')
        .map(line => (line === '' ? '>' : `> ${line}`))
        .join('\n');
}

/** With a fence that is longer than any in the text. */
function fenced(text: string): string {
    const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(run => run[0].length));
    const fence = '`'.repeat(longest + 1);
    return `${fence}\n${withoutTrailing(text, '\n')}\n${fence}`;
}
