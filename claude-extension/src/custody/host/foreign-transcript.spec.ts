import { expect } from 'chai';
import { EMPTY_TRANSCRIPT } from '../../conversation/domain/transcript';
import { projectEvents } from '../../conversation/domain/transcript-projection';
import { conversationLines, line } from '../testing/foreign-lines';
import { foreignEvents } from '../domain/foreign-events';
import { readTranscript } from '../domain/foreign-transcript';

describe('a conversation that Claude Code keeps', () => {
    it('has a title, a folder, a branch, and what was said', () => {
        const { title, folder, branch, entries } = readTranscript(conversationLines());
        expect({ title, folder, branch }).to.deep.equal({
            title: 'Why does the build fail?',
            folder: '/home/ada/project',
            branch: 'main'
        });
        expect(entries.map(entry => [entry.by, ...entry.blocks.map(block => block.kind)])).to.deep.equal([
            ['person', 'text'],
            ['claude', 'text', 'tool'],
            ['person', 'result'],
            ['claude', 'text']
        ]);
    });

    it('is named by the person, by Claude, by a summary, or by its first words, in this order', () => {
        const lines = conversationLines();
        const named = (...more: object[]): string =>
            readTranscript([...lines, ...more.map(each => JSON.stringify(each))]).title;
        const summary = { type: 'summary', summary: 'A summary', leafUuid: 'x' };
        expect(named(summary)).to.equal('A summary');
        expect(named({ type: 'custom-title', customTitle: 'Mine' }, summary)).to.equal('Mine');
    });

    it('leaves out branches that were not gone on with, sub-agents, and what Claude Code says to itself', () => {
        const lines = [
            line('1', null, 'user', 'first try'),
            line('2', '1', 'assistant', 'answer to it'),
            line('3', null, 'user', 'second try'),
            line('4', '3', 'assistant', 'side', { isSidechain: true }),
            line('5', '3', 'user', 'Caveat: …', { isMeta: true }),
            line('6', '5', 'user', '<command-name>/clear</command-name><command-args></command-args>'),
            line('7', '6', 'assistant', 'done'),
            '{"type":"assistant","uu'
        ];
        const said = readTranscript(lines).entries.flatMap(entry =>
            entry.blocks.map(block => (block.kind === 'text' ? block.text : ''))
        );
        expect(said).to.deep.equal(['second try', '/clear', 'done']);
    });

    it('becomes the log of a session, whole and at its times', () => {
        const transcript = readTranscript(conversationLines());
        const events = foreignEvents(transcript, {
            conversationId: '11111111-2222-3333-4444-555555555555',
            folder: '/home/ada/project',
            nowMs: Date.parse('2026-11-25T00:00:00Z')
        });
        expect(events.map(event => event.seq)).to.deep.equal(events.map((_, index) => index + 1));
        expect(events.every((event, index) => index === 0 || event.atMs >= events[index - 1].atMs)).to.equal(true);
        const { turns, state } = projectEvents(EMPTY_TRANSCRIPT, events).transcript;
        expect(state).to.equal('idle');
        expect(turns[0]).to.deep.include({ state: 'finished', startedAtMs: Date.parse('2026-01-01T10:00:00Z') });
        expect(
            turns[0].parts.map(part => (part.kind === 'tool' ? [part.state, part.output] : part.kind))
        ).to.deep.equal(['text', ['done', 'error TS2345'], 'text', 'notice']);
    });
});
