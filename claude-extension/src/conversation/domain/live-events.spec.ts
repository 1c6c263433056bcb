import { expect } from 'chai';
import { ClaudeEvent, ClaudeEventBody } from '../common/claude-events';
import { conversationOf } from './conversation';
import { forkOf } from './fork';
import { liveEvents } from './live-events';

const turn = (name: string, ...messageIds: string[]): ClaudeEventBody[] => [
    ...messageIds.map((messageId): ClaudeEventBody => ({ type: 'user-message', messageId, text: messageId })),
    { type: 'turn-started', turnId: name },
    { type: 'runtime-session', runtimeSessionId: 'rt' },
    { type: 'turn-ended', turnId: name, outcome: 'finished', runtimePosition: `after ${name}` }
];
const back = (rewindId: string, toMessageId: string, scope: 'files' | 'conversation' | 'both'): ClaudeEventBody => ({
    type: 'rewound',
    rewindId,
    toMessageId,
    scope
});

describe('what is left of a conversation that went back', () => {
    it('is without the turn that answered the message, with all its messages, and without all after it', () => {
        const events = [...turn('t-1', 'm-1'), ...turn('t-2', 'm-2', 'm-3'), ...turn('t-3', 'm-4')];
        expect(turnsIn(liveEvents(numbered([...events, back('r-1', 'm-3', 'both')])))).to.deep.equal(['m-1', 't-1']);
    });

    it('is all of it when only the files went back, or when it was undone', () => {
        const events = [...turn('t-1', 'm-1'), ...turn('t-2', 'm-2')];
        const all = ['m-1', 't-1', 'm-2', 't-2'];
        expect(turnsIn(liveEvents(numbered([...events, back('r-1', 'm-2', 'files')])))).to.deep.equal(all);
        const undone: ClaudeEventBody[] = [
            ...events,
            back('r-1', 'm-1', 'conversation'),
            { type: 'rewind-undone', rewindId: 'r-1' }
        ];
        expect(turnsIn(liveEvents(numbered(undone)))).to.deep.equal(all);
    });

    it('leaves out a message of a later turn that was queued in an earlier one', () => {
        const [asked, ...first] = turn('t-1', 'm-1');
        const [queued, ...second] = turn('t-2', 'm-2');
        const [started, ...rest] = first;
        const events = [asked, started, queued, ...rest, ...second, back('r-1', 'm-2', 'conversation')];
        expect(turnsIn(liveEvents(numbered(events)))).to.deep.equal(['m-1', 't-1']);
    });

    it('is what the runtime goes on from: a copy at the position before it, and its own record when it is undone', () => {
        const events = [...turn('t-1', 'm-1'), ...turn('t-2', 'm-2')];
        const memoryAfter = (...more: ClaudeEventBody[]) =>
            conversationOf(numbered([...events, ...more])).history.memory;
        expect(memoryAfter()).to.deep.equal({ runtimeSessionId: 'rt' });
        const r1 = back('r-1', 'm-2', 'conversation');
        expect(memoryAfter(r1)).to.deep.equal({ runtimeSessionId: 'rt', position: 'after t-1', fork: true });
        expect(memoryAfter(r1, { type: 'rewind-undone', rewindId: 'r-1' })).to.deep.equal({ runtimeSessionId: 'rt' });
        expect(memoryAfter(back('r-1', 'm-1', 'conversation'))).to.equal(undefined);
    });

    it('takes messages that wait with it, and brings them back', () => {
        const events: ClaudeEventBody[] = [
            ...turn('t-1', 'm-1'),
            { type: 'user-message', messageId: 'm-2', text: 'm-2' },
            back('r-1', 'm-1', 'both')
        ];
        expect(conversationOf(numbered(events)).unanswered).to.deep.equal([]);
        const undone = conversationOf(numbered([...events, { type: 'rewind-undone', rewindId: 'r-1' }]));
        expect(undone.unanswered.map(message => message.messageId)).to.deep.equal(['m-2']);
    });
});

describe('the fork of a log', () => {
    it('keeps where a summary points to', () => {
        const events: ClaudeEventBody[] = [
            ...turn('t-1', 'm-1'),
            { type: 'state-changed', state: 'idle' },
            { type: 'compacted', summary: 'short', throughSeq: 4 },
            ...turn('t-2', 'm-2')
        ];
        const { events: forked, fromSeq } = forkOf(numbered([{ type: 'state-changed', state: 'idle' }, ...events]));
        expect(fromSeq).to.equal(11);
        expect(forked.map(({ body }) => (body.type === 'compacted' ? body.throughSeq : body.type))[4]).to.equal(3);
    });

    it('has no account of what the other session used by a sign-in', () => {
        const usage = { model: 'opus', inputTokens: 1, outputTokens: 2, cacheReadTokens: 0, cacheWriteTokens: 0 };
        const [, forked] = forkOf(
            numbered([
                { type: 'turn-started', turnId: 't-1' },
                { type: 'usage', ...usage, bySignIn: true }
            ])
        ).events;
        expect(JSON.parse(JSON.stringify(forked.body))).to.deep.equal({ type: 'usage', ...usage });
    });
});

function turnsIn(events: readonly ClaudeEvent[]): string[] {
    return events.flatMap(({ body }) =>
        body.type === 'turn-started' ? [body.turnId] : body.type === 'user-message' ? [body.messageId] : []
    );
}

function numbered(bodies: readonly ClaudeEventBody[]): ClaudeEvent[] {
    return bodies.map((body, index) => ({ seq: index + 1, atMs: 0, body }));
}
