import { expect } from 'chai';
import { projectLog } from '../../conversation/domain/transcript-projection';
import { line } from '../testing/foreign-lines';
import { foreignEvents } from '../domain/foreign-events';
import { readTranscript } from '../domain/foreign-transcript';

const at = (time: string): Record<string, unknown> => ({ timestamp: `2026-01-01T${time}.000Z` });
const text = (said: string): object[] => [{ type: 'text', text: said }];

describe('the log of a conversation that was held elsewhere', () => {
    const turnsOf = (lines: readonly string[]) => {
        const about = { conversationId: 'c', folder: '/w', nowMs: Date.parse('2026-06-01') };
        return projectLog(foreignEvents(readTranscript(lines), about)).turns.filter(turn => turn.messages.length > 0);
    };

    it('ends a turn when Claude had said the last of it (a turn lasted until the person came back)', () => {
        const turns = turnsOf([
            line('00', null, 'user', 'Why?', at('10:00:00')),
            line('01', '00', 'assistant', text('Because.'), at('10:00:07')),
            line('02', '01', 'user', 'And now?', at('18:00:00')),
            line('03', '02', 'assistant', text('Now.'), at('18:00:02'))
        ]);
        const seconds = turns.map(({ startedAtMs = 0, endedAtMs = 0 }) => (endedAtMs - startedAtMs) / 1_000);
        expect(seconds).to.deep.equal([7, 2]);
    });

    it('closes a call that was answered with the words of the person, at their time', () => {
        const call = { type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'make' } };
        const [first, second] = turnsOf([
            line('00', null, 'user', 'Build it', at('10:00:00')),
            line('01', '00', 'assistant', [call], at('10:00:01')),
            line(
                '02',
                '01',
                'user',
                [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'ok' }, ...text('Thanks')],
                at('10:00:09')
            ),
            line('03', '02', 'assistant', text('Good.'), at('10:00:10'))
        ]);
        expect(first.parts).to.have.length(1);
        expect(first.parts[0]).to.include({ state: 'done', output: 'ok' });
        expect(second.messages.map(message => message.text)).to.deep.equal(['Thanks']);
    });
});
