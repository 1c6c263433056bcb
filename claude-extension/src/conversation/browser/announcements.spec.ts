import { expect } from 'chai';
import type { ClaudeEventBody } from '../common/claude-events';
import { projectLog } from '../domain/transcript-projection';
import { announcementOf, Heard } from './announcements';

const HASH = '0'.repeat(64);
const keys = { allow: 'Alt+Enter', deny: 'Alt+Backspace' };

function heard(...bodies: ClaudeEventBody[]): Heard {
    const events = bodies.map((body, i) => ({ seq: i + 1, atMs: i, body }));
    return { transcript: projectLog(events), connection: 'online', keys };
}

const BEGUN: ClaudeEventBody[] = [
    { type: 'user-message', messageId: 'm1', text: 'go' },
    { type: 'turn-started', turnId: 't1' }
];
const asked = (kind: 'tool' | 'question' | 'plan', name: string, input: Record<string, unknown>): ClaudeEventBody => ({
    type: 'approval-requested',
    approvalId: 'a1',
    toolUseId: 'u1',
    name,
    input,
    inputHash: HASH,
    kind
});
const edited = (toolUseId: string, path: string): ClaudeEventBody[] => [
    {
        type: 'tool-requested',
        turnId: 't1',
        toolUseId,
        name: 'Edit',
        input: { file_path: path, old_string: 'a', new_string: 'b' }
    },
    { type: 'tool-finished', toolUseId, outcome: 'done', output: '' }
];
const ENDED: ClaudeEventBody = { type: 'turn-ended', turnId: 't1', outcome: 'finished' };

describe('what is said to those who hear the page', () => {
    const after = (...bodies: ClaudeEventBody[]): string | undefined =>
        announcementOf(heard(...BEGUN), heard(...BEGUN, ...bodies));

    it('is what Claude wants, by its kind', () => {
        const question = { question: 'Which one?', header: '', options: [], multiSelect: false };
        expect([
            after(asked('tool', 'Bash', { command: 'make' })),
            after(asked('question', 'AskUserQuestion', { questions: [question] })),
            after(asked('plan', 'ExitPlanMode', { plan: '1. x' }))
        ]).to.deep.equal([
            'Claude asks for your permission: Run make. Alt+Enter allows it once, Alt+Backspace denies it.',
            'Claude has a question: Which one?',
            'Claude proposes a plan. Alt+Enter accepts it, Alt+Backspace lets it go on planning.'
        ]);
    });

    it('is the end of a turn, with how many files it changed', () => {
        expect([
            after(ENDED),
            after(...edited('u1', 'a.ts'), ...edited('u2', 'a.ts'), ENDED),
            after(...edited('u1', 'a.ts'), ...edited('u2', 'b.ts'), ENDED)
        ]).to.deep.equal([
            'Claude has finished.',
            'Claude has finished, one file changed.',
            'Claude has finished, 2 files changed.'
        ]);
    });

    it('is nothing while words stream in, and nothing twice', () => {
        const words: ClaudeEventBody[] = [
            { type: 'block-started', turnId: 't1', blockId: 'b', kind: 'text' },
            { type: 'block-delta', blockId: 'b', text: 'Hello' }
        ];
        expect(after(...words)).to.equal(undefined);
        const waits = heard(...BEGUN, asked('tool', 'Bash', { command: 'make' }));
        expect(announcementOf(waits, waits)).to.equal(undefined);
    });
});
