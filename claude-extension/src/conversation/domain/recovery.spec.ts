import { expect } from 'chai';
import fc from 'fast-check';
import { ClaudeEvent, ClaudeEventBody } from '../common/claude-events';
import { recoveryEvents } from './closing-events';
import { Conversation, conversationOf } from './conversation';

const INPUT_HASH = '0'.repeat(64);
const call = { toolUseId: 'tool-1', name: 'bash', input: { command: 'make' } };

/** A life with everything in it: a queued message, a question, a tool that runs, a stop, a failure, a restart. */
const LIFE: ClaudeEventBody[] = [
    { type: 'session-started', runtime: 'messages-api', folder: '/home/ada/project' },
    { type: 'user-message', messageId: 'm-1', text: 'build it' },
    { type: 'turn-started', turnId: 't-1' },
    { type: 'state-changed', state: 'working' },
    { type: 'block-started', turnId: 't-1', blockId: 'b-1', kind: 'text' },
    { type: 'block-delta', blockId: 'b-1', text: 'I will.' },
    { type: 'user-message', messageId: 'm-2', text: 'and test it' },
    { type: 'block-ended', blockId: 'b-1' },
    { type: 'tool-requested', turnId: 't-1', ...call },
    { type: 'approval-requested', approvalId: 'a-1', ...call, inputHash: INPUT_HASH },
    { type: 'state-changed', state: 'waiting' },
    { type: 'approval-answered', approvalId: 'a-1', answer: 'allow' },
    { type: 'state-changed', state: 'working' },
    { type: 'tool-started', toolUseId: 'tool-1' },
    { type: 'tool-finished', toolUseId: 'tool-1', outcome: 'done', output: 'made' },
    { type: 'turn-ended', turnId: 't-1', outcome: 'finished' },
    { type: 'state-changed', state: 'idle' },
    { type: 'turn-started', turnId: 't-2' },
    { type: 'state-changed', state: 'working' },
    { type: 'turn-ended', turnId: 't-2', outcome: 'failed', error: 'overloaded' },
    { type: 'state-changed', state: 'failed' },
    { type: 'user-message', messageId: 'm-3', text: 'again' },
    { type: 'turn-started', turnId: 't-3' },
    { type: 'state-changed', state: 'working' },
    { type: 'turn-ended', turnId: 't-3', outcome: 'interrupted' },
    { type: 'state-changed', state: 'interrupted' }
];

describe('recovery of a conversation after a restart', () => {
    it('closes whatever was open, wherever the log was cut, and needs no second recovery', () => {
        for (let cut = 0; cut <= LIFE.length; cut++) {
            const conversation = conversationOf(numbered(LIFE.slice(0, cut)));
            const unanswered = [...conversation.unanswered];
            recover(conversation);
            const { turnId, openBlocks, openTools, state } = conversation;
            const waits = conversation.pendingApprovals().length > 0;
            expect({ cut, turnId, blocks: openBlocks.size, tools: openTools.size }).to.deep.equal({
                cut,
                turnId: waits ? 't-1' : undefined,
                blocks: 0,
                tools: waits ? 1 : 0
            });
            expect(waits ? ['waiting'] : ['idle', 'interrupted', 'failed'], `cut at ${cut}`).to.include(state);
            expect(conversation.unanswered, `cut at ${cut}`).to.deep.equal(unanswered);
            expect(recoveryEvents(conversation), `cut at ${cut}`).to.deep.equal([]);
        }
    });

    it('may itself be cut anywhere', () => {
        fc.assert(
            fc.property(fc.nat(LIFE.length), fc.array(fc.nat(8), { maxLength: 6 }), (cut, recoveryCuts) => {
                const conversation = conversationOf(numbered(LIFE.slice(0, cut)));
                for (const recoveryCut of recoveryCuts) {
                    recover(conversation, recoveryCut);
                }
                recover(conversation);
                expect(recoveryEvents(conversation)).to.deep.equal([]);
                expect(['idle', 'interrupted', 'failed', 'waiting']).to.include(conversation.state);
                expect(conversation.state === 'waiting').to.equal(conversation.waitsForPerson);
            })
        );
    });

    it('does not claim to know what became of a tool that had begun', () => {
        const at = LIFE.findIndex(body => body.type === 'tool-started');
        expect(outcomesAfter(LIFE.slice(0, at + 1))).to.deep.equal(['unknown']);
    });

    it('keeps a question that waits, and the turn that it belongs to', () => {
        const at = LIFE.findIndex(body => body.type === 'approval-requested');
        const conversation = conversationOf(numbered(LIFE.slice(0, at + 1)));
        expect(recoveryEvents(conversation)).to.deep.equal([{ type: 'state-changed', state: 'waiting' }]);
        expect(conversation.waitsForPerson).to.equal(true);
    });

    it('closes what was under way beside a question that waits', () => {
        const at = LIFE.findIndex(body => body.type === 'approval-requested');
        const other: ClaudeEventBody[] = [
            { type: 'tool-requested', turnId: 't-1', ...call, toolUseId: 'tool-2' },
            { type: 'tool-started', toolUseId: 'tool-2' }
        ];
        const events = recoveryEvents(conversationOf(numbered([...LIFE.slice(0, at + 2), ...other])));
        expect(
            events.map(body => (body.type === 'tool-finished' ? `${body.toolUseId} ${body.outcome}` : body.type))
        ).to.deep.equal(['notice', 'tool-2 unknown']);
    });

    it('knows that a tool was not run when it was allowed and had not begun', () => {
        const at = LIFE.findIndex(body => body.type === 'approval-answered');
        expect(outcomesAfter(LIFE.slice(0, at + 1))).to.deep.equal(['denied']);
    });

    it('does not know about a tool of Claude Code that was asked for and not told of again', () => {
        const [, ...rest] = LIFE;
        const at = LIFE.findIndex(body => body.type === 'tool-requested');
        const started = { type: 'session-started', runtime: 'claude-code', folder: '/' } as const;
        expect(outcomesAfter([started, ...rest.slice(0, at)])).to.deep.equal(['unknown']);
    });

    it('does not know about a tool of Claude Code whose question was taken back: a hook may have let it run', () => {
        const [, ...rest] = LIFE;
        const at = rest.findIndex(body => body.type === 'approval-answered');
        const started = { type: 'session-started', runtime: 'claude-code', folder: '/' } as const;
        const withdrawn = { type: 'approval-answered', approvalId: 'a-1', answer: 'withdrawn' } as const;
        expect(outcomesAfter([started, ...rest.slice(0, at), withdrawn])).to.deep.equal(['unknown']);
    });

    it('leaves an ended session alone', () => {
        const events: ClaudeEventBody[] = [...LIFE, { type: 'state-changed', state: 'ended', reason: 'by request' }];
        expect(recoveryEvents(conversationOf(numbered(events)))).to.deep.equal([]);
    });
});

function recover(conversation: Conversation, limit = Infinity): void {
    for (const body of recoveryEvents(conversation).slice(0, limit)) {
        conversation.apply({ seq: conversation.position + 1, atMs: 0, body });
    }
}

function outcomesAfter(events: readonly ClaudeEventBody[]): string[] {
    return recoveryEvents(conversationOf(numbered(events))).flatMap(body =>
        body.type === 'tool-finished' ? [body.outcome] : []
    );
}

function numbered(bodies: readonly ClaudeEventBody[]): ClaudeEvent[] {
    return bodies.map((body, index) => ({ seq: index + 1, atMs: 0, body }));
}
