import { expect } from 'chai';
import { ClaudeEventBody } from '../../conversation/common/claude-events';
import { retell } from './retelling';

describe('retelling of a conversation', () => {
    it('tells what was said before the turn under way, and not what that turn is about', () => {
        const told = retell(
            numbered([
                { type: 'user-message', messageId: '1', text: 'My name is Zoë.' },
                { type: 'turn-started', turnId: 't-1' },
                { type: 'block-started', turnId: 't-1', blockId: 'b', kind: 'text' },
                { type: 'block-delta', blockId: 'b', text: 'Hello Zoë.' },
                { type: 'tool-requested', turnId: 't-1', toolUseId: 'x', name: 'Bash', input: { command: 'ls' } },
                { type: 'tool-finished', toolUseId: 'x', outcome: 'done', output: 'poem.txt' },
                { type: 'turn-ended', turnId: 't-1', outcome: 'finished' },
                { type: 'user-message', messageId: '2', text: 'What is my name?' },
                { type: 'turn-started', turnId: 't-2' }
            ])
        );
        expect(told).to.include(
            'User: My name is Zoë.\n\nYou: Hello Zoë.\n(called Bash with {"command":"ls"})\n\nUser: (result: poem.txt)\n</record>'
        );
    });

    it('has nothing to tell before the first turn', () => {
        expect(
            retell(
                numbered([
                    { type: 'user-message', messageId: '1', text: 'Hello.' },
                    { type: 'turn-started', turnId: 't-1' }
                ])
            )
        ).to.equal(undefined);
    });
});

function numbered(bodies: readonly ClaudeEventBody[]) {
    return bodies.map((body, index) => ({ seq: index + 1, atMs: 0, body }));
}
