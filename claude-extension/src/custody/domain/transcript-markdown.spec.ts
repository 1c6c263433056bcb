import { expect } from 'chai';
import type { ClaudeEventBody } from '../../conversation/common/claude-events';
import { EMPTY_TRANSCRIPT } from '../../conversation/domain/transcript';
import { projectEvents } from '../../conversation/domain/transcript-projection';
import { transcriptMarkdown } from './transcript-markdown';

describe('a conversation as Markdown', () => {
    it('has who said what, what was run, and fences that hold whatever is inside', () => {
        const markdown = markdownOf(
            { type: 'session-started', runtime: 'claude-code', folder: '/work' },
            { type: 'user-message', messageId: 'm1', text: 'Do it\n\nnow' },
            { type: 'turn-started', turnId: 't1' },
            { type: 'block-started', turnId: 't1', blockId: 'b1', kind: 'text' },
            { type: 'block-delta', blockId: 'b1', text: 'I do.' },
            { type: 'block-ended', blockId: 'b1' },
            { type: 'tool-requested', turnId: 't1', toolUseId: 'u1', name: 'Bash', input: { command: 'cat x.md' } },
            { type: 'tool-started', toolUseId: 'u1' },
            { type: 'tool-finished', toolUseId: 'u1', outcome: 'error', output: '```js\n1\n```\n' },
            { type: 'turn-ended', turnId: 't1', outcome: 'interrupted' }
        );
        expect(markdown).to.equal(
            [
                '# A title',
                'Folder: `/work`',
                '## You · 1970-01-01T00:00:00.000Z',
                '> Do it\n>\n> now',
                '## Claude',
                'I do.',
                '**Bash** (failed)',
                '```\ncat x.md\n```',
                '````\n```js\n1\n```\n````',
                '*Stopped.*\n'
            ].join('\n\n')
        );
    });

    it('names pictures, of a message and of a result, and reads nothing in their names', () => {
        const picture = (name: string) =>
            ({ attachmentId: 'a'.repeat(64), name, mediaType: 'image/png', sizeBytes: 8 }) as const;
        const markdown = markdownOf(
            { type: 'user-message', messageId: 'm1', text: 'Look', attachments: [picture('sky.png')] },
            { type: 'turn-started', turnId: 't1' },
            { type: 'tool-requested', turnId: 't1', toolUseId: 'u1', name: 'Bash', input: { command: 'x' } },
            {
                type: 'tool-finished',
                toolUseId: 'u1',
                outcome: 'done',
                output: '',
                pictures: [picture('![a](b)_1_<img>.png')]
            }
        );
        expect(markdown).to.equal(
            [
                '# A title',
                '## You · 1970-01-01T00:00:00.000Z',
                '> Look',
                '*A picture: sky.png*',
                '## Claude',
                '**Bash**',
                '```\nx\n```',
                '*A picture: !\\[a\\](b)\\_1\\_\\<img\\>.png*\n'
            ].join('\n\n')
        );
    });
});

function markdownOf(...bodies: ClaudeEventBody[]): string {
    const events = bodies.map((body, index) => ({ seq: index + 1, atMs: 0, body }));
    return transcriptMarkdown('A title', projectEvents(EMPTY_TRANSCRIPT, events).transcript);
}
