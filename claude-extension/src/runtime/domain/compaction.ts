import { ClaudeEvent, ClaudeEventBody } from '../../conversation/common/claude-events';
import { liveEvents } from '../../conversation/domain/live-events';

/** How much of the context window a request may fill before the conversation is summarised. */
const FILLED_SHARE = 0.8;
/** The window of a model that says nothing of it, in tokens. */
const USUAL_WINDOW_TOKENS = 200_000;

/** What Claude is asked for when the conversation has grown too long; it is part of no conversation. */
export const SUMMARY_REQUEST = [
    'This conversation has become too long to be sent on. Summarise it: your summary takes its place, and you will see',
    'nothing else of it. Write down, with exact names, paths, numbers and error messages: what the person wants and has',
    'decided, also how they want to work; what was found out; what was changed, in which files and how; what failed and',
    'why; what is under way and the next step. Call no tool and answer nothing else.'
].join('\n');

/**
 * Through which event the conversation is to be summarised before the next request to that model; `undefined` while there
 * is room. What the person asked in a turn that has no reply yet is left out: it is to be answered in its own words.
 */
export function compactionDue(history: readonly ClaudeEvent[], model: string): number | undefined {
    const live = liveEvents(history);
    const compacted = live.findLastIndex(({ body }) => body.type === 'compacted');
    const usage = live.slice(compacted + 1).findLast(({ body }) => body.type === 'usage')?.body;
    if (usage?.type !== 'usage' || givenTokens(usage) <= FILLED_SHARE * windowTokens(history, model)) {
        return undefined;
    }
    const turn = live.findLastIndex(({ body }) => body.type === 'turn-started');
    const isUnderWay = live
        .slice(turn)
        .some(({ body }) => body.type === 'tool-requested' || body.type === 'block-started');
    return (isUnderWay ? live.at(-1) : live[turn - 1])?.seq;
}

function givenTokens(usage: Extract<ClaudeEventBody, { type: 'usage' }>): number {
    return usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
}

/** As the API told it when it was asked for what it offers. */
function windowTokens(history: readonly ClaudeEvent[], model: string): number {
    const told = history.findLast(({ body }) => body.type === 'capabilities-discovered')?.body;
    const models = told?.type === 'capabilities-discovered' ? told.capabilities.models : [];
    return models.find(({ id }) => id === model)?.contextTokens ?? USUAL_WINDOW_TOKENS;
}
