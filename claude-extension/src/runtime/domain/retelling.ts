import { ClaudeEvent } from '../../conversation/common/claude-events';
import { MessageBlock, pictureInWords, projectMessages, resultInWords } from './message-projection';

/** How much is told again at most, in characters; the newest is kept. */
const MAX_CHARS = 60_000;
/** How much of one result of a tool is told again, in characters. */
const MAX_RESULT_CHARS = 1_000;

/**
 * The conversation before the turn under way, in words, for a runtime that has lost its own memory of it.
 * `undefined` when there was none.
 */
export function retell(history: readonly ClaudeEvent[]): string | undefined {
    const turn = history.findLastIndex(({ body }) => body.type === 'turn-started');
    const asked = new Set(messagesOfLastTurn(history, turn));
    const before = history.slice(0, turn).filter(event => !asked.has(event));
    const told = projectMessages(before)
        .map(({ role, content }) => `${role === 'user' ? 'User' : 'You'}: ${content.map(inWords).join('\n')}`)
        .join('\n\n');
    if (told === '') {
        return undefined;
    }
    const kept = told.length > MAX_CHARS ? `…${told.slice(-MAX_CHARS)}` : told;
    return `This conversation was begun earlier. It was recorded as follows; go on from there.\n\n<record>\n${kept}\n</record>`;
}

/** What the turn that begins at `turn` answers: every message since the turn before it began. */
function messagesOfLastTurn(history: readonly ClaudeEvent[], turn: number): ClaudeEvent[] {
    const previous = history.slice(0, turn).findLastIndex(({ body }) => body.type === 'turn-started');
    return history.slice(previous + 1, turn).filter(({ body }) => body.type === 'user-message');
}

function inWords(block: MessageBlock): string {
    switch (block.type) {
        case 'text':
            return block.text;
        case 'image':
            return pictureInWords(block);
        case 'tool_use':
            return `(called ${block.name} with ${JSON.stringify(block.input).slice(0, MAX_RESULT_CHARS)})`;
        case 'tool_result':
            return `(result: ${resultInWords(block.content).slice(0, MAX_RESULT_CHARS)})`;
    }
}
