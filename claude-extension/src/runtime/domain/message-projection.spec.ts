import { expect } from 'chai';
import { ClaudeEventBody } from '../../conversation/common/claude-events';
import { projectMessages } from './message-projection';

describe('projection of a log to the Messages API', () => {
    it('gives a result to a call that never got one, because the API refuses a conversation without', () => {
        const messages = project([
            ...asked('t-1', 'build'),
            requested('tool-1'),
            ended('t-1', 'interrupted'),
            ...asked('t-2', 'go on')
        ]);
        expect(messages).to.deep.equal([
            { role: 'user', content: [text('build')] },
            { role: 'assistant', content: [use('tool-1')] },
            {
                role: 'user',
                content: [
                    result('tool-1', 'It is not known what this did.', true),
                    text('[Interrupted by the user]'),
                    text('go on')
                ]
            }
        ]);
    });

    it('puts the results of all calls of a reply right behind it, in their order', () => {
        const messages = project([
            ...asked('t-1', 'build'),
            ...said('t-1', 'Two steps.'),
            requested('tool-1'),
            requested('tool-2'),
            finished('tool-2', 'done', 'two'),
            finished('tool-1', 'denied', 'The user refused this.'),
            ...said('t-1', 'Done.'),
            ended('t-1', 'finished')
        ]);
        expect(messages).to.deep.equal([
            { role: 'user', content: [text('build')] },
            { role: 'assistant', content: [text('Two steps.'), use('tool-1'), use('tool-2')] },
            {
                role: 'user',
                content: [result('tool-1', 'The user refused this.', true), result('tool-2', 'two', false)]
            },
            { role: 'assistant', content: [text('Done.')] }
        ]);
    });

    it('keeps the words of a reply that broke off, and leaves out blocks without words', () => {
        const messages = project([
            ...asked('t-1', 'explain'),
            { type: 'block-started', turnId: 't-1', blockId: 'thought', kind: 'thinking' },
            { type: 'block-delta', blockId: 'thought', text: 'hm' },
            { type: 'block-started', turnId: 't-1', blockId: 'empty', kind: 'text' },
            ...said('t-1', 'It has two sta'),
            ended('t-1', 'failed'),
            ...asked('t-2', 'go on')
        ]);
        expect(messages).to.deep.equal([
            { role: 'user', content: [text('explain')] },
            { role: 'assistant', content: [text('It has two sta')] },
            { role: 'user', content: [text('go on')] }
        ]);
    });

    it('leaves out what broke off and was said again', () => {
        const messages = project([
            ...asked('t-1', 'explain'),
            ...said('t-1', 'First.'),
            { type: 'block-started', turnId: 't-1', blockId: 'half', kind: 'text' },
            { type: 'block-delta', blockId: 'half', text: 'It has two sta' },
            { type: 'block-ended', blockId: 'First.', cut: true },
            { type: 'block-ended', blockId: 'half', cut: true },
            ...said('t-1', 'It has two stages.'),
            ended('t-1', 'finished')
        ]);
        expect(messages).to.deep.equal([
            { role: 'user', content: [text('explain')] },
            { role: 'assistant', content: [text('It has two stages.')] }
        ]);
    });

    it('sends a picture of a result in its own turn, and names it in later ones, so that one cannot block the session', () => {
        const looked = [
            ...asked('t-1', 'look'),
            requested('tool-1'),
            { ...finished('tool-1', 'done', 'the sky'), pictures: [picture] }
        ];
        expect(project(looked).at(-1)?.content).to.deep.equal([
            { ...result('tool-1', '', false), content: [text('the sky'), { type: 'image', attachment: picture }] }
        ]);
        const later = project([...looked, ended('t-1', 'finished'), ...asked('t-2', 'go on')]);
        expect(later.at(-1)?.content).to.deep.equal([
            result('tool-1', 'the sky\n(a picture: sky.png)', false),
            text('go on')
        ]);
    });

    it('sends no picture with what failed, because the API takes words only', () => {
        const messages = project([
            ...asked('t-1', 'look'),
            requested('tool-1'),
            { ...finished('tool-1', 'denied', ''), pictures: [picture] }
        ]);
        expect(messages.at(-1)?.content).to.deep.equal([result('tool-1', '(a picture: sky.png)', true)]);
    });

    it('gives a message that came during a turn to the next one', () => {
        const [first, ...rest] = asked('t-2', 'second');
        const messages = project([
            ...asked('t-1', 'first'),
            first,
            ...said('t-1', 'One.'),
            ended('t-1', 'finished'),
            ...rest
        ]);
        expect(messages.map(message => message.content)).to.deep.equal([
            [text('first')],
            [text('One.')],
            [text('second')]
        ]);
    });
});

const picture = { attachmentId: 'a'.repeat(64), name: 'sky.png', mediaType: 'image/png', sizeBytes: 8 } as const;

function project(bodies: readonly ClaudeEventBody[]) {
    return projectMessages(bodies.map((body, index) => ({ seq: index + 1, atMs: 0, body })));
}

const asked = (turnId: string, words: string): ClaudeEventBody[] => [
    { type: 'user-message', messageId: `of ${turnId}`, text: words },
    { type: 'turn-started', turnId }
];
const said = (turnId: string, words: string): ClaudeEventBody[] => [
    { type: 'block-started', turnId, blockId: words, kind: 'text' },
    { type: 'block-delta', blockId: words, text: words },
    { type: 'block-ended', blockId: words }
];
const requested = (toolUseId: string): ClaudeEventBody => ({
    type: 'tool-requested',
    turnId: 't-1',
    toolUseId,
    name: 'bash',
    input: { command: 'make' }
});
const finished = (toolUseId: string, outcome: 'done' | 'denied', output: string) => ({
    type: 'tool-finished' as const,
    toolUseId,
    outcome,
    output
});
const ended = (turnId: string, outcome: 'finished' | 'interrupted' | 'failed'): ClaudeEventBody => ({
    type: 'turn-ended',
    turnId,
    outcome
});
const text = (words: string) => ({ type: 'text', text: words });
const use = (id: string) => ({ type: 'tool_use', id, name: 'bash', input: { command: 'make' } });
const result = (id: string, content: string, isError: boolean) => ({
    type: 'tool_result',
    tool_use_id: id,
    content,
    is_error: isError
});
