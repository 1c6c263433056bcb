import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { SessionClient } from 'dispatch-extension/lib/drill/host/session-client';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { Attachment } from 'dispatch-extension/lib/session/domain/viewer-attachment';
import { until } from '../harness/installation';
import { FaultInstallation } from './support/fault-installation';
import { record } from './support/figures';
import { linesOf, Recorder, sha256OfCounted } from './support/recorder';
import { count } from './support/scale';
import { residentBytes } from './support/processes';

const SECONDS = count(5, 600);
const BYTES_PER_SECOND = count(2, 10) * 1_000_000;
const BYTES = SECONDS * BYTES_PER_SECOND;
/** By then threads, buffers and heaps have the size that such a flood needs: 250 to 300 MiB more than before it. */
const WARM_UP_MS = count(1, 120) * 1_000;
const MIB = 1024 * 1024;
/** Five per cent, and what two programs on one machine differ by chance. */
const SLACK_MS = 1_500;
const Report = z.object({ durationMs: z.number(), worstLateMs: z.number() });

describe('F09 slow viewers', function () {
    this.timeout(3_600_000);
    let dispatch: FaultInstallation;
    const laggards: Laggard[] = [];

    before(async () => (dispatch = await FaultInstallation.start()));
    after(async () => {
        laggards.forEach(laggard => laggard.stop());
        await dispatch.stop();
    });

    async function finished(mark: string): Promise<z.infer<typeof Report>> {
        const read = (): Promise<string> => readFile(dispatch.report(mark), 'utf8').catch(() => '');
        await until(`${mark} has finished`, async () => (await read()) !== '', SECONDS * 3_000 + 60_000);
        return Report.parse(JSON.parse(await read()));
    }

    it('delay neither the program nor another viewer, and cost bounded memory', async () => {
        const client = dispatch.client();
        const lines = linesOf(BYTES);
        const session = await dispatch.startCounting(client, 'watched', lines, BYTES_PER_SECOND);
        // the same program at the same time with no viewer at all, so that a busy machine slows down both
        await dispatch.startCounting(client, 'twin', lines, BYTES_PER_SECOND);
        const { pid } = await dispatch.dispatch.sessionHostHealth();
        const good = new Recorder(client, session);
        const slow = new Laggard(dispatch.client(), session, 1_000);
        const stuck = new Laggard(dispatch.client(), session, 0);
        laggards.push(slow, stuck);
        const atFirst = residentBytes(pid);
        await until('it prints', () => good.bytes > MIB, 60_000);
        await sleep(WARM_UP_MS);
        const before = residentBytes(pid);
        const report = await finished('watched');
        const twin = await finished('twin');
        const grown = residentBytes(pid) - before;
        await until('the good viewer has seen the end', () => good.exit !== undefined, 60_000);

        expect(good.sha256()).to.equal(sha256OfCounted('watched', lines));
        expect(report.durationMs).to.be.below(twin.durationMs * 1.05 + SLACK_MS);
        // its window and one picture
        expect(stuck.received).to.be.below(2 * MIB);
        expect(grown).to.be.below(96 * MIB);
        record('F09', 'slow and stuck viewers', {
            'bytes printed': lines * 100,
            'program took ms': report.durationMs,
            'its twin without viewers took ms': twin.durationMs,
            'received by the viewer that never reads': stuck.received,
            'session host at first, warm, at the end, MiB': [atFirst, before, before + grown]
                .map(bytes => Math.round(bytes / MIB))
                .join(' ')
        });
    });
});

/** A viewer that processes so many bytes a second, 0 for none ever. */
class Laggard {
    received = 0;
    private readonly attachment: Attachment;
    private readonly timer: NodeJS.Timeout;
    private readonly owed: { end: number; bytes: number }[] = [];
    private processed = 0;

    constructor(client: SessionClient, session: SessionInfo, bytesPerSecond: number) {
        const take = (end: number, bytes: number): void => {
            this.received += bytes;
            this.owed.push({ end, bytes });
        };
        this.attachment = client.attach(
            session.id,
            {
                snapshot: (at, _meta, bytes) => take(at, bytes.length),
                data: (offset, bytes) => take(offset + bytes.length, bytes.length),
                gap: () => undefined,
                exited: () => undefined,
                refused: () => undefined
            },
            { window: 768 * 1024 }
        );
        this.timer = setInterval(() => {
            this.processed += bytesPerSecond;
            while (this.owed.length > 0 && this.owed[0].bytes <= this.processed) {
                const { end, bytes } = this.owed.shift()!;
                this.processed -= bytes;
                this.attachment.acknowledge(end);
            }
        }, 1_000);
    }

    stop(): void {
        clearInterval(this.timer);
        this.attachment.dispose();
    }
}
