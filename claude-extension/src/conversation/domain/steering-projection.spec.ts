import { expect } from 'chai';
import type { ClaudeEventBody } from '../common/claude-events';
import { Transcript } from './transcript';
import { projectLog } from './transcript-projection';

function transcriptOf(...bodies: ClaudeEventBody[]): Transcript {
    return projectLog(bodies.map((body, index) => ({ seq: index + 1, atMs: 1_000 + index, body })));
}

const said = (messageId: string, text = messageId): ClaudeEventBody => ({ type: 'user-message', messageId, text });
const began = (turnId: string): ClaudeEventBody => ({ type: 'turn-started', turnId });
const ended = (turnId: string): ClaudeEventBody => ({ type: 'turn-ended', turnId, outcome: 'finished' });
const texts = ({ turns }: Transcript): string[][] => turns.map(turn => turn.messages.map(message => message.text));

describe('steering projection', () => {
    it('shows a waiting message as it was edited, and nothing of one that was taken back', () => {
        const transcript = transcriptOf(
            said('one'),
            began('turn-1'),
            said('two'),
            said('three'),
            { type: 'message-edited', messageId: 'two', text: 'two, better' },
            { type: 'message-removed', messageId: 'three' }
        );
        expect(texts(transcript)).to.deep.equal([['one'], ['two, better']]);
    });

    it('leaves no empty turn behind when the last waiting message is taken back', () => {
        const transcript = transcriptOf(said('one'), began('turn-1'), said('two'), {
            type: 'message-removed',
            messageId: 'two'
        });
        expect(texts(transcript)).to.deep.equal([['one']]);
    });

    it('changes no message that a turn has answered', () => {
        const transcript = transcriptOf(said('one'), began('turn-1'), ended('turn-1'), {
            type: 'message-edited',
            messageId: 'one',
            text: 'changed'
        });
        expect(texts(transcript)).to.deep.equal([['one']]);
    });

    it('shows a message that steers where it was given to the turn under way', () => {
        const transcript = transcriptOf(said('one'), began('turn-1'), said('two'), {
            type: 'message-delivered',
            messageId: 'two',
            turnId: 'turn-1'
        });
        expect(texts(transcript)).to.deep.equal([['one']]);
        expect(transcript.turns[0].parts).to.deep.equal([
            { kind: 'steering', id: 'two', message: { messageId: 'two', text: 'two', atMs: 1_002 } }
        ]);
    });

    it('marks the turns that a rewind took out of the conversation, and takes the mark back when it is undone', () => {
        const before: ClaudeEventBody[] = [
            said('one'),
            began('turn-1'),
            ended('turn-1'),
            said('two'),
            began('turn-2'),
            ended('turn-2'),
            { type: 'rewound', rewindId: 'r1', toMessageId: 'two', scope: 'both' }
        ];
        expect(transcriptOf(...before).turns.map(turn => turn.rewoundBy)).to.deep.equal([undefined, 'r1']);
        const undone = transcriptOf(...before, { type: 'rewind-undone', rewindId: 'r1' });
        expect(undone.turns.map(turn => turn.rewoundBy)).to.deep.equal([undefined, undefined]);
        expect(undone.rewinds.map(each => each.undone)).to.deep.equal([true]);
    });

    it('takes no turn out where only files were brought back', () => {
        const transcript = transcriptOf(said('one'), began('turn-1'), ended('turn-1'), {
            type: 'rewound',
            rewindId: 'r1',
            toMessageId: 'one',
            scope: 'files'
        });
        expect(transcript.turns[0].rewoundBy).to.equal(undefined);
    });

    it('keeps the checkpoints around a turn', () => {
        const transcript = transcriptOf(
            said('one'),
            began('turn-1'),
            { type: 'checkpoint-made', checkpointId: 'a', reason: 'turn-start', turnId: 'turn-1', changedFiles: 0 },
            { type: 'checkpoint-made', checkpointId: 'b', reason: 'turn-end', turnId: 'turn-1', changedFiles: 2 }
        );
        expect(transcript.turns[0]).to.include({ checkpointBefore: 'a', checkpointAfter: 'b', changedFiles: 2 });
    });

    it('knows whether the session waits for a limit', () => {
        const parked: ClaudeEventBody = {
            type: 'parked',
            reason: 'The day is used up.',
            untilMs: 5_000,
            resumes: true
        };
        expect(transcriptOf(parked).parked).to.deep.equal({
            reason: 'The day is used up.',
            untilMs: 5_000,
            resumes: true
        });
        expect(transcriptOf(parked, { type: 'unparked' }).parked).to.equal(undefined);
    });
});
