import { expect } from 'chai';
import fc from 'fast-check';
import { ClaudeEvent, ClaudeEventBody } from '../../conversation/common/claude-events';
import { compactionDue } from './compaction';
import { projectMessages, ProjectedMessage } from './message-projection';

const MODEL = 'claude-sonnet-5-5';

describe('compaction of a conversation', () => {
    it('is due when the last request filled four fifths of the window, cached or not', () => {
        expect(compactionDue(numbered([...turn('m-1', 160_000), ...asked('m-2')]), MODEL)).to.equal(undefined);
        expect(compactionDue(numbered([...turn('m-1', 160_001), ...asked('m-2')]), MODEL)).to.equal(7);
        const cached = turn('m-1', 1).map(body =>
            body.type === 'usage' ? { ...body, cacheReadTokens: 100_000, cacheWriteTokens: 60_000 } : body
        );
        expect(compactionDue(numbered([...cached, ...asked('m-2')]), MODEL)).to.equal(7);
    });

    it('goes by the window that the model itself told', () => {
        const models = [{ id: MODEL, label: 'Sonnet', efforts: [], contextTokens: 1_000_000 }];
        const told: ClaudeEventBody = {
            type: 'capabilities-discovered',
            capabilities: { models, permissionModes: [], commands: [], agents: [], mcpServers: [] }
        };
        const history = numbered([told, ...turn('m-1', 700_000), ...asked('m-2')]);
        expect(compactionDue(history, MODEL)).to.equal(undefined);
        expect(compactionDue(history, 'claude-haiku-5-5')).to.equal(8);
    });

    it('takes in what a turn under way has done, and all its results', () => {
        const history = numbered([...asked('m-1'), requested('tool-1'), used(170_000), finished('tool-1')]);
        expect(compactionDue(history, MODEL)).to.equal(history.length);
    });

    it('is not due again before the next request, and is when what made room was gone back from', () => {
        const history = [...turn('m-1', 170_000), ...asked('m-2'), compacted(7)];
        expect(compactionDue(numbered(history), MODEL)).to.equal(undefined);
        const back: ClaudeEventBody = { type: 'rewound', rewindId: 'r-1', toMessageId: 'm-2', scope: 'conversation' };
        const again = numbered([...history, ...ended(), back, ...asked('m-3')]);
        expect(compactionDue(again, MODEL)).to.be.greaterThan(7);
        expect(JSON.stringify(projectMessages(again)))
            .to.include('do m-1')
            .and.not.include('In short');
        const earlier: ClaudeEventBody = { ...back, toMessageId: 'm-1' };
        expect(compactionDue(numbered([...history, ...ended(), earlier, ...asked('m-3')]), MODEL)).to.equal(undefined);
    });

    it('tells Claude the summary and then what waited when it was written', () => {
        const [said, ...begun] = asked('m-2');
        const steer: ClaudeEventBody[] = [
            { type: 'user-message', messageId: 'm-3', text: 'do m-3' },
            { type: 'message-delivered', messageId: 'm-3', turnId: 'turn of m-2' }
        ];
        const [first, start, ...rest] = turn('m-1', 170_000);
        const waited = numbered([first, start, said, ...rest, ...begun, compacted(7)]);
        expect(projectMessages(waited)).to.deep.equal([user('In short.', 'do m-2')]);
        const midTurn = [...asked('m-2'), requested('tool-1'), used(170_000), finished('tool-1'), ...steer];
        expect(
            projectMessages(numbered([...midTurn, compacted(7), requested('tool-2'), finished('tool-2')]))
        ).to.deep.equal([
            user('In short.', 'do m-3'),
            { role: 'assistant', content: [{ type: 'tool_use', id: 'tool-2', name: 'bash', input: {} }] },
            {
                role: 'user',
                content: [{ type: 'tool_result', tool_use_id: 'tool-2', content: 'made', is_error: false }]
            }
        ]);
    });

    it('never leaves a conversation that the API would refuse, wherever it cuts and however often', () => {
        fc.assert(
            fc.property(
                fc.array(fc.array(step, { maxLength: 6 }), { minLength: 1, maxLength: 6 }),
                fc.array(fc.record({ at: fc.nat(), through: fc.nat() }), { maxLength: 4 }),
                fc.option(fc.nat()),
                (turns, cuts, rewind) => {
                    const bodies = turns.flatMap(conversationOf);
                    for (const { at, through } of cuts) {
                        const index = at % (bodies.length + 1);
                        bodies.splice(index, 0, compacted(through % (index + 1)));
                    }
                    if (rewind !== null) {
                        const toMessageId = `m-${rewind % turns.length}`;
                        bodies.push({ type: 'rewound', rewindId: 'r', toMessageId, scope: 'both' });
                    }
                    bodies.push(...asked('m-last'));
                    expectAcceptable(projectMessages(numbered(bodies)));
                }
            ),
            { numRuns: 500 }
        );
    });
});

type Step = 'says' | 'calls' | 'breaks' | 'queues' | 'steers';
const step = fc.constantFrom<Step>('says', 'calls', 'breaks', 'queues', 'steers');

function conversationOf(steps: readonly Step[], turnIndex: number): ClaudeEventBody[] {
    const doing = steps.flatMap((each, index): ClaudeEventBody[] => {
        const id = `${turnIndex}-${index}`;
        const said: ClaudeEventBody = { type: 'user-message', messageId: `q-${id}`, text: `also ${id}` };
        switch (each) {
            case 'says':
                return [
                    { type: 'block-started', turnId: 't', blockId: id, kind: 'text' },
                    { type: 'block-delta', blockId: id, text: `word ${id}` },
                    { type: 'block-ended', blockId: id }
                ];
            case 'calls':
                return [requested(`a-${id}`), requested(`b-${id}`), finished(`a-${id}`), finished(`b-${id}`)];
            case 'breaks':
                return [requested(`c-${id}`)];
            case 'queues':
                return [said];
            case 'steers':
                return [said, { type: 'message-delivered', messageId: `q-${id}`, turnId: 't' }];
        }
    });
    return [...asked(`m-${turnIndex}`), ...doing, ...ended()];
}

/** The API wants the person first and last, both sides in turn, and the results of all calls right behind them. */
function expectAcceptable(messages: readonly ProjectedMessage[]): void {
    expect(messages.at(-1)?.role).to.equal('user');
    for (const [index, { role, content }] of messages.entries()) {
        expect(role).to.equal(index % 2 === 0 ? 'user' : 'assistant');
        expect(content).to.not.deep.equal([]);
        const before = messages[index - 1]?.content ?? [];
        const calls = before.flatMap(block => (block.type === 'tool_use' ? [block.id] : []));
        const head = content.slice(0, calls.length);
        expect(head.map(block => (block.type === 'tool_result' ? block.tool_use_id : block.type))).to.deep.equal(calls);
        const rest = content.slice(calls.length);
        expect(rest.filter(block => block.type === 'tool_result')).to.deep.equal([]);
    }
}

const numbered = (bodies: readonly ClaudeEventBody[]): ClaudeEvent[] =>
    bodies.map((body, index) => ({ seq: index + 1, atMs: 0, body }));
const asked = (messageId: string): ClaudeEventBody[] => [
    { type: 'user-message', messageId, text: `do ${messageId}` },
    { type: 'turn-started', turnId: `turn of ${messageId}` }
];
const ended = (): ClaudeEventBody[] => [{ type: 'turn-ended', turnId: 't', outcome: 'finished' }];
const used = (inputTokens: number): ClaudeEventBody => ({
    type: 'usage',
    model: MODEL,
    inputTokens,
    outputTokens: 5,
    cacheReadTokens: 0,
    cacheWriteTokens: 0
});
/** Six events; the question to the next turn is the seventh. */
const turn = (messageId: string, tokens: number): ClaudeEventBody[] => [
    ...asked(messageId),
    { type: 'block-started', turnId: 't', blockId: messageId, kind: 'text' },
    { type: 'block-delta', blockId: messageId, text: 'Done.' },
    used(tokens),
    ...ended()
];
const requested = (toolUseId: string): ClaudeEventBody => ({
    type: 'tool-requested',
    turnId: 't',
    toolUseId,
    name: 'bash',
    input: {}
});
const finished = (toolUseId: string): ClaudeEventBody => ({
    type: 'tool-finished',
    toolUseId,
    outcome: 'done',
    output: 'made'
});
const compacted = (throughSeq: number): ClaudeEventBody => ({ type: 'compacted', summary: 'In short.', throughSeq });
const user = (summary: string, ...words: string[]) => ({
    role: 'user',
    content: [`[What was said before, in short]\n${summary}`, ...words].map(text => ({ type: 'text', text }))
});
