import { expect } from 'chai';
import type { ClaudeEventBody } from '../../conversation/common/claude-events';
import { CheckpointHistory } from './checkpoint-history';

describe('checkpoints as the log has them', () => {
    it('belong to the turn that answered the message', () => {
        const history = historyOf(...turn('1', 'm1'), ...turn('2', 'm2'));
        expect(history.turnOf('m2')).to.include({ turnId: '2', before: '2-before', after: '2-after' });
        expect(history.turnsFrom('m1').map(each => each.turnId)).to.deep.equal(['1', '2']);
        expect(history.first).to.equal('1-before');
    });

    it('do not count a message that was taken back or given to the turn under way', () => {
        const history = historyOf(
            said('m1'),
            { type: 'message-removed', messageId: 'm1' },
            ...turn('1', 'm2'),
            said('m3'),
            { type: 'message-delivered', messageId: 'm3', turnId: '1' },
            ...turn('2', 'm4')
        );
        expect(history.turns.map(each => each.messageIds)).to.deep.equal([['m2'], ['m4']]);
    });

    it('are no part of the conversation after it went back, and are again when that was undone', () => {
        const events = [...turn('1', 'm1'), ...turn('2', 'm2'), rewound('r1', 'm2', 'both')];
        const history = historyOf(...events);
        expect(history.turns.map(each => each.rewoundBy)).to.deep.equal([undefined, 'r1']);
        const undone = historyOf(...events, { type: 'rewind-undone', rewindId: 'r1' });
        expect(undone.turns.map(each => each.rewoundBy)).to.deep.equal([undefined, undefined]);
        expect(undone.rewinds.map(each => each.undone)).to.deep.equal([true]);
    });

    it('stay part of it when only files went back', () => {
        const history = historyOf(...turn('1', 'm1'), rewound('r1', 'm1', 'files'));
        expect(history.turnsFrom('m1')).to.have.length(1);
    });

    it('tell that the conversation went on after a rewind', () => {
        const history = historyOf(...turn('1', 'm1'), rewound('r1', 'm1', 'both'), ...turn('2', 'm2'));
        expect(history.rewinds.map(each => each.overtaken)).to.deep.equal([true]);
    });
});

function historyOf(...bodies: ClaudeEventBody[]): CheckpointHistory {
    return CheckpointHistory.of(bodies.map((body, index) => ({ seq: index + 1, atMs: index, body })));
}

function said(messageId: string): ClaudeEventBody {
    return { type: 'user-message', messageId, text: 'hi' };
}

function turn(turnId: string, messageId: string): ClaudeEventBody[] {
    const made = (reason: 'turn-start' | 'turn-end', checkpointId: string): ClaudeEventBody => ({
        type: 'checkpoint-made',
        checkpointId,
        reason,
        turnId,
        changedFiles: 0
    });
    return [
        said(messageId),
        { type: 'turn-started', turnId },
        made('turn-start', `${turnId}-before`),
        made('turn-end', `${turnId}-after`),
        { type: 'turn-ended', turnId, outcome: 'finished' }
    ];
}

function rewound(rewindId: string, toMessageId: string, scope: 'files' | 'both'): ClaudeEventBody {
    return { type: 'rewound', rewindId, toMessageId, scope };
}
