import { expect } from 'chai';
import fc from 'fast-check';
import { record } from './support/figures';
import { MemorySession } from './support/memory-session';
import { count } from './support/scale';

const SCHEDULES = count(500, 5_000);

/** One move of a schedule. */
type Move = (session: MemorySession) => void;

const text = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'abcdefghij') });
const few = fc.nat({ max: 6 });
const move: fc.Arbitrary<Move> = fc.oneof(
    { weight: 4, arbitrary: text.map<Move>(piece => session => session.output(piece)) },
    { weight: 3, arbitrary: text.map<Move>(piece => session => session.type(piece)) },
    {
        weight: 5,
        arbitrary: fc.tuple(few, fc.boolean()).map<Move>(
            ([frames, oldFirst]) =>
                session =>
                    session.deliverUp(frames, oldFirst)
        )
    },
    { weight: 5, arbitrary: few.map<Move>(frames => session => session.deliverDown(frames)) },
    { weight: 3, arbitrary: fc.constant<Move>(session => session.process()) },
    { weight: 2, arbitrary: few.map<Move>(late => session => session.cut(late)) },
    { weight: 3, arbitrary: fc.constant<Move>(session => session.open()) }
);
const trim = fc.nat({ max: 20 }).map<Move>(keep => session => session.trim(keep));

describe('F03 schedules of the protocol', function () {
    this.timeout(900_000);
    let moves = 0;

    async function run(session: MemorySession, schedule: readonly Move[]): Promise<void> {
        for (const each of schedule) {
            each(session);
            moves++;
            await settled();
        }
        session.open();
        for (let round = 0; round < 400; round++) {
            session.deliverUp(Infinity, true);
            await settled();
            session.deliverDown(Infinity);
            session.process();
            await settled();
        }
    }

    it(`shows every character once, and applies every input once, in ${SCHEDULES} schedules`, async () => {
        await fc.assert(
            fc.asyncProperty(fc.array(move, { minLength: 10, maxLength: 60, size: 'max' }), async schedule => {
                const session = new MemorySession(false);
                await run(session, schedule);
                expect(session.problems).to.deep.equal([]);
                expect([session.shown, session.applied]).to.deep.equal([session.log, session.typed]);
            }),
            { numRuns: SCHEDULES }
        );
        record('F03', 'random schedules of the protocol, in memory', { schedules: SCHEDULES, moves });
    });

    it('tells exactly what is no longer retained, and nothing else', async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.array(fc.oneof({ weight: 12, arbitrary: move }, trim), {
                    minLength: 10,
                    maxLength: 60,
                    size: 'max'
                }),
                async schedule => {
                    const session = new MemorySession(false);
                    await run(session, schedule);
                    expect(session.problems).to.deep.equal([]);
                    expect(session.position).to.equal(session.log.length);
                    const wrong = [...session.shown].filter(
                        (character, at) => character !== '.' && character !== session.log[at]
                    );
                    expect(wrong).to.deep.equal([]);
                    expect(session.applied).to.equal(session.typed);
                }
            ),
            { numRuns: SCHEDULES }
        );
    });

    it('shows the present, by pieces or by a picture', async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.array(fc.oneof({ weight: 12, arbitrary: move }, trim), {
                    minLength: 10,
                    maxLength: 60,
                    size: 'max'
                }),
                async schedule => {
                    const session = new MemorySession(true);
                    await run(session, schedule);
                    expect(session.problems).to.deep.equal([]);
                    expect([session.shown, session.applied]).to.deep.equal([session.log, session.typed]);
                }
            ),
            { numRuns: SCHEDULES }
        );
    });
});

/** The pump works in promises: two turns of the loop are more than it takes for one thing. */
async function settled(): Promise<void> {
    for (let turn = 0; turn < 12; turn++) {
        await undefined;
    }
}
