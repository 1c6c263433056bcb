import { expect } from 'chai';
import fc from 'fast-check';
import { ClaudeEventBody } from '../common/claude-events';
import { anyLog, anyOfKind, EVENT_KINDS } from './testing/any-events';
import { recoveryEvents } from './closing-events';
import { Conversation, conversationOf } from './conversation';
import { forkOf } from './fork';
import { EMPTY_TRANSCRIPT } from './transcript';
import { projectEvents, projectLog } from './transcript-projection';

describe('any log at all', () => {
    it('has every kind of event in it, and what may stand in one', () => {
        const kinds = ClaudeEventBody.options.map(option => option.shape.type.value);
        expect([...EVENT_KINDS].sort()).to.deep.equal(kinds.sort());
        for (const kind of EVENT_KINDS) {
            fc.assert(
                fc.property(anyOfKind(kind), body => ClaudeEventBody.safeParse(body).success),
                { numRuns: 20 }
            );
        }
    });

    it('is shown live, in any pieces, given again or with holes, as a replay shows it, for every prefix', () => {
        const pieces = fc.array(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 60 })), { maxLength: 8 });
        fc.assert(
            fc.property(anyLog(), fc.nat({ max: 60 }), pieces, (events, prefix, cuts) => {
                const known = events.slice(0, prefix);
                let live = EMPTY_TRANSCRIPT;
                for (const [from, to] of cuts) {
                    live = projectEvents(live, known.slice(from, to)).transcript;
                }
                live = projectEvents(live, known.slice(live.seq)).transcript;
                expect(live).to.deep.equal(projectLog(known));
                expect(projectEvents(live, events).transcript).to.deep.equal(projectLog(events));
            }),
            { numRuns: 400 }
        );
    });

    it('is folded by a replay to what the life that wrote it had', () => {
        fc.assert(
            fc.property(anyLog(), events => {
                const life = new Conversation();
                events.forEach(event => life.apply(event));
                expect(conversationOf(events)).to.deep.equal(life);
            }),
            { numRuns: 200 }
        );
    });

    it('is recovered from: then nothing runs that does not wait for a person, and nothing is left to be done', () => {
        fc.assert(
            fc.property(anyLog(), events => {
                const conversation = conversationOf(events);
                // a turn that begins while a limit is waited for is no life of ours; it takes a second look
                recover(conversation);
                recover(conversation);
                expect(recoveryEvents(conversation)).to.deep.equal([]);
                if (conversation.state !== 'ended') {
                    expect(conversation.openRewind?.interrupted ?? true).to.equal(true);
                    expect(conversation.turnId === undefined || conversation.waitsForPerson).to.equal(true);
                }
            }),
            { numRuns: 400 }
        );
    });

    it('is forked into one that nothing half done comes along with', () => {
        fc.assert(
            fc.property(anyLog(), events => {
                const forked = forkOf(events).events;
                expect(forked.map(({ seq }) => seq)).to.deep.equal(forked.map((_event, index) => index + 1));
                const { openRewind, parked } = conversationOf(forked);
                expect({ openRewind, parked }).to.deep.equal({ openRewind: undefined, parked: undefined });
            }),
            { numRuns: 200 }
        );
    });
});

function recover(conversation: Conversation): void {
    for (const body of recoveryEvents(conversation)) {
        conversation.apply({ seq: conversation.position + 1, atMs: 0, body });
    }
}
