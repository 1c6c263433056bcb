import { expect } from 'chai';
import { FULL_LOG, state } from './testing/event-bodies';
import { EMPTY_TRANSCRIPT } from './transcript';
import { projectEvents, projectGap, projectLog } from './transcript-projection';

describe('transcript projection in pieces', () => {
    it('gives the same whole for any cut into two pieces', () => {
        const whole = projectLog(FULL_LOG);
        for (let cut = 0; cut <= FULL_LOG.length; cut++) {
            const first = projectEvents(EMPTY_TRANSCRIPT, FULL_LOG.slice(0, cut)).transcript;
            expect(projectEvents(first, FULL_LOG.slice(cut)).transcript, `cut at ${cut}`).to.deep.equal(whole);
        }
    });

    it('gives live, event by event, what a replay at once gives, for every prefix', () => {
        let live = EMPTY_TRANSCRIPT;
        FULL_LOG.forEach((event, i) => {
            live = projectEvents(live, [event]).transcript;
            expect(live, `after event ${i + 1}`).to.deep.equal(projectLog(FULL_LOG.slice(0, i + 1)));
        });
    });

    it('gives the same whole for any overlap of two pieces, as after a reconnect', () => {
        const whole = projectLog(FULL_LOG);
        for (let cut = 0; cut <= FULL_LOG.length; cut++) {
            for (const overlap of [1, 5, cut]) {
                const first = projectEvents(EMPTY_TRANSCRIPT, FULL_LOG.slice(0, cut)).transcript;
                const again = projectEvents(first, FULL_LOG.slice(Math.max(0, cut - overlap)));
                expect(again, `cut at ${cut}, ${overlap} again`).to.deep.equal({ transcript: whole });
            }
        }
    });

    it('returns the very same transcript when it learns nothing', () => {
        const whole = projectLog(FULL_LOG);
        expect(projectEvents(whole, FULL_LOG).transcript).to.equal(whole);
        expect(projectEvents(whole, []).transcript).to.equal(whole);
        expect(projectGap(whole, whole.seq)).to.equal(whole);
    });

    it('changes no value that it has given out, and keeps the identity of what did not change', () => {
        const before = projectLog(FULL_LOG.slice(0, 31));
        const copy = JSON.stringify(before);
        const after = projectEvents(before, FULL_LOG.slice(31)).transcript;
        expect(JSON.stringify(before)).to.equal(copy);
        expect(after.turns[1]).to.equal(before.turns[1]);
        expect(after.turns[2]).not.to.equal(before.turns[2]);
        const stateOnly = projectEvents(after, [{ seq: after.seq + 1, atMs: 0, body: state('idle') }]).transcript;
        expect(stateOnly.turns).to.equal(after.turns);
    });

    it('takes what comes before a hole, names the hole, and goes on when it is filled', () => {
        const holed = FULL_LOG.filter(event => event.seq < 8 || event.seq > 10);
        const { transcript, missing } = projectEvents(EMPTY_TRANSCRIPT, holed);
        expect(missing).to.deep.equal({ from: 8, to: 10 });
        expect(transcript).to.deep.equal(projectLog(FULL_LOG.slice(0, 7)));
        expect(projectEvents(transcript, FULL_LOG.slice(5))).to.deep.equal({ transcript: projectLog(FULL_LOG) });
    });

    it('says so where older events are not kept, and goes on after them', () => {
        const transcript = projectEvents(projectGap(EMPTY_TRANSCRIPT, 10), FULL_LOG.slice(10)).transcript;
        expect(transcript.seq).to.equal(FULL_LOG.length);
        expect(transcript.turns[0].parts[0]).to.deep.equal({
            kind: 'notice',
            id: 'notice-10',
            level: 'warning',
            text: '10 older events are not kept any more.'
        });
        expect(transcript.turns[1].parts[0]).to.deep.include({ id: 'b2', text: 'I shall build it.' });
    });
});
