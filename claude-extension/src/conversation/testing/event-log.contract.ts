import { expect } from 'chai';
import { ClaudeEvent } from '../common/claude-events';
import { EventLog, readWholeLog } from '../host/event-log';

/** What every store of event logs must do. */
export function eventLogContract(storeName: string, openLog: () => Promise<EventLog>): void {
    describe(`${storeName}: event log`, () => {
        let log: EventLog;
        beforeEach(async () => {
            log = await openLog();
        });

        it('refuses events that do not follow the newest one, and keeps nothing of them', async () => {
            await log.append('alpha', events(1, 2));
            for (const wrong of [events(2, 3), events(4, 4), [...events(3, 3), ...events(5, 5)]]) {
                await log.append('alpha', wrong).then(
                    () => expect.fail('it was taken'),
                    (error: { code?: string }) => expect(error.code).to.equal('claude.log-moved')
                );
            }
            expect(await log.positionOf('alpha')).to.equal(2);
            await log.append('alpha', events(3, 3));
            expect(await readWholeLog(log, 'alpha')).to.deep.equal(events(1, 3));
        });

        it('takes what comes at the same time, in order, and refuses one session without the others', async () => {
            const answers = await Promise.allSettled([
                log.append('alpha', events(1, 2)),
                log.append('beta', events(2, 3)),
                log.append('alpha', events(3, 3)),
                log.append('gamma', events(1, 1))
            ]);
            expect(answers.map(({ status }) => status)).to.deep.equal([
                'fulfilled',
                'rejected',
                'fulfilled',
                'fulfilled'
            ]);
            expect(await readWholeLog(log, 'alpha')).to.deep.equal(events(1, 3));
            expect(await log.positionOf('beta')).to.equal(0);
            expect(await log.positionOf('gamma')).to.equal(1);
        });

        it('keeps sessions apart', async () => {
            await log.append('alpha', events(1, 2));
            await log.append('beta', events(1, 1));
            await log.forget('alpha');
            expect(await log.positionOf('alpha')).to.equal(0);
            expect(await log.read('beta', 0, 10)).to.deep.equal(events(1, 1));
        });

        it('reads what it was given, from anywhere, and as it is sent', async () => {
            await log.append('alpha', events(1, 2_500));
            expect(await log.read('alpha', 2_498, 10)).to.deep.equal(events(2_499, 2_500));
            expect(await readWholeLog(log, 'alpha')).to.deep.equal(events(1, 2_500));
            const page = await log.readPage('alpha', 10, 3);
            expect({ count: page.count, events: JSON.parse(page.json) as unknown }).to.deep.equal({
                count: 3,
                events: events(11, 13)
            });
        });

        it('sends no more at a time than is good, but at least one event', async () => {
            const large = 'x'.repeat(150_000);
            await log.append('alpha', [message(1, large), message(2, large), message(3, large.repeat(10))]);
            expect((await log.readPage('alpha', 0, 10)).count).to.equal(1);
            expect((await log.readPage('alpha', 2, 10)).count).to.equal(1);
        });
    });
}

function events(first: number, last: number): ClaudeEvent[] {
    return Array.from({ length: last - first + 1 }, (_, index) => message(first + index, `“é” ${first + index}`));
}

function message(seq: number, text: string): ClaudeEvent {
    return { seq, atMs: 1_700_000_000_000 + seq, body: { type: 'user-message', messageId: `message-${seq}`, text } };
}
