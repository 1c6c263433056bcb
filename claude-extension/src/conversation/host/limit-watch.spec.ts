import { mock } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { SessionAllowance } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { Conversation, ParkedUntil } from '../domain/conversation';
import { LimitWatch } from './limit-watch';

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;
const USED_UP = { limit: 'personTokensPerDay', reason: 'Used up.', untilMs: NOW + HOUR } as const;

/** Lets the time of the test pass, as a server would: what was asked is answered in between. */
async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 1_000) {
        mock.timers.tick(1_000);
        await nextTurn();
    }
}

/** A session that is parked, beside a meter. */
function parked(byMeter: boolean, resumeAfterLimit: boolean, untilMs?: number) {
    const conversation = new Conversation();
    conversation.parked = { reason: 'Used up.', untilMs, resumes: resumeAfterLimit, byMeter };
    conversation.settings = { resumeAfterLimit };
    const meter: { says: SessionAllowance | undefined; asked: number } = { says: USED_UP, asked: 0 };
    const wentOnAtMs: number[] = [];
    const recorded: ParkedUntil[] = [];
    const watch = new LimitWatch({
        conversation: () => conversation,
        askAllowance: async () => {
            meter.asked++;
            return meter.says;
        },
        goOn: () => wentOnAtMs.push(Date.now() - NOW),
        parkedAnew: async anew => {
            recorded.push(anew);
            conversation.parked = anew;
        }
    });
    watch.update();
    return { conversation, meter, wentOnAtMs, recorded, watch };
}

describe('a watch over a usage limit', () => {
    beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: NOW }));
    afterEach(() => mock.timers.reset());

    it('goes on soon after the budget was raised, if it was told to', async () => {
        const { meter, wentOnAtMs } = parked(true, true, NOW + HOUR);
        await pass(40_000);
        expect(wentOnAtMs).to.deep.equal([]);
        meter.says = {};
        await pass(10_000);
        expect(wentOnAtMs).to.deep.equal([46_000]);
    });

    it('only says that the limit has ended, if it was not told to go on', async () => {
        const { meter, wentOnAtMs, recorded } = parked(true, false);
        meter.says = {};
        await pass(90_000);
        expect(recorded).to.deep.equal([{ reason: 'Used up.', untilMs: NOW + 15_000, resumes: false, byMeter: true }]);
        expect(wentOnAtMs).to.deep.equal([]);
    });

    it('learns from the meter until when it waits, and goes on then', async () => {
        const { recorded, wentOnAtMs, conversation, watch } = parked(true, false);
        await pass(60_000);
        expect(recorded).to.deep.equal([
            { reason: 'Used up.', untilMs: USED_UP.untilMs, resumes: false, byMeter: true }
        ]);
        conversation.settings = { resumeAfterLimit: true };
        watch.update();
        await pass(HOUR);
        expect(wentOnAtMs).to.deep.equal([HOUR]);
    });

    it('does not ask the meter about a limit of somebody else', async () => {
        const { meter, wentOnAtMs } = parked(false, true, NOW + HOUR);
        meter.says = {};
        await pass(HOUR - 1_000);
        expect(meter.asked).to.equal(0);
        expect(wentOnAtMs).to.deep.equal([]);
        await pass(1_000);
        expect(wentOnAtMs).to.deep.equal([HOUR]);
    });

    it('goes on once a minute at most, whatever the meter promises', async () => {
        const { meter, wentOnAtMs, watch, conversation } = parked(true, true);
        meter.says = {};
        await pass(16_000);
        expect(wentOnAtMs).to.deep.equal([16_000]);
        conversation.parked = { reason: 'Used up.', resumes: true, byMeter: true };
        watch.update();
        await pass(59_000);
        expect(wentOnAtMs).to.deep.equal([16_000]);
        await pass(1_000);
        expect(wentOnAtMs).to.deep.equal([16_000, 76_000]);
    });

    it('waits on while the meter does not answer, and does nothing once it is stopped', async () => {
        const { meter, wentOnAtMs, watch } = parked(true, true);
        meter.says = undefined;
        await pass(60_000);
        expect(meter.asked).to.equal(4);
        watch.stop();
        meter.says = {};
        await pass(60_000);
        expect(meter.asked).to.equal(4);
        expect(wentOnAtMs).to.deep.equal([]);
    });
});
