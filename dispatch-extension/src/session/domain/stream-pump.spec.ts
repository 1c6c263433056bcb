import { expect } from 'chai';
import fc from 'fast-check';
import { ExitInfo } from '../common/stream-frames';
import { PumpSink, StreamPump } from './stream-pump';
import { StreamChunk, StreamSnapshot, StreamSource } from './stream-source';

const EXIT: ExitInfo = { exitCode: 0, reason: 'done', atMs: 1 };

/** A log of bytes 0, 1, 2 … (modulo 251), of which the oldest can be dropped. */
class CountingLog implements StreamSource {
    start = 0;
    end = 0;
    exit: ExitInfo | undefined = undefined;
    snapshot?: (isBrief: boolean) => Promise<StreamSnapshot>;
    readonly brief: boolean[] = [];

    constructor(private readonly chunkLimit: number) {}

    async read(from: number, budget: number): Promise<StreamChunk | undefined> {
        if (from < this.start) {
            return undefined;
        }
        const units = Math.min(budget, this.chunkLimit, this.end - from);
        return { units, bytes: Uint8Array.from({ length: units }, (_, index) => (from + index) % 251) };
    }

    /** Snapshots hold nothing but their position. */
    withSnapshots(): this {
        this.snapshot = async isBrief => {
            this.brief.push(isBrief);
            return { at: this.end, meta: {}, bytes: new Uint8Array() };
        };
        return this;
    }
}

/** A page: checks that what comes fits on what it has, and acknowledges when told. */
class Page implements PumpSink {
    position: number;
    readonly gaps: [number, number][] = [];
    readonly snapshots: number[] = [];
    exits = 0;

    constructor(from = 0) {
        this.position = from;
    }

    data(offset: number, bytes: Uint8Array): void {
        expect(this.exits, 'data after the exit').to.equal(0);
        expect(offset, 'offset of data').to.equal(this.position);
        bytes.forEach((byte, index) => expect(byte).to.equal((offset + index) % 251));
        this.position += bytes.length;
    }
    gap(from: number, to: number): void {
        expect(from).to.equal(this.position);
        this.gaps.push([from, to]);
        this.position = to;
    }
    snapshot(at: number): void {
        this.snapshots.push(at);
        this.position = at;
    }
    exited(): void {
        this.exits++;
    }
}

describe('stream pump', () => {
    it('loses and doubles nothing, whatever the order of output, acknowledgements and broken connections', async () => {
        const step = fc.oneof(
            fc.record({ write: fc.integer({ min: 1, max: 50 }) }),
            fc.record({ acknowledge: fc.integer({ min: 0, max: 100 }) }),
            fc.constant({ cut: true }),
            fc.constant({ rest: true })
        );
        await fc.assert(
            fc.asyncProperty(fc.array(step), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 20 }), schedule)
        );

        async function schedule(steps: object[], window: number, chunkLimit: number): Promise<void> {
            const log = new CountingLog(chunkLimit);
            const page = new Page();
            let pump = connect(log, page, { window, from: 0 });
            let acknowledged = 0;
            for (const step of steps as { write?: number; acknowledge?: number; cut?: boolean }[]) {
                if (step.write) {
                    log.end += step.write;
                    pump.wake();
                } else if (step.acknowledge !== undefined) {
                    acknowledged = Math.max(acknowledged, Math.floor((page.position * step.acknowledge) / 100));
                    pump.acknowledge(acknowledged);
                } else if (step.cut) {
                    pump.dispose();
                    acknowledged = page.position;
                    pump = connect(log, page, { window, from: page.position });
                } else {
                    await settle();
                }
                expect(page.position - acknowledged, 'more than the window').to.be.at.most(window);
            }
            log.exit = EXIT;
            for (pump.wake(); page.exits === 0; pump.acknowledge(page.position)) {
                await settle();
            }
            expect(page.position).to.equal(log.end);
            expect(page.gaps).to.deep.equal([]);
        }
    });

    it('shows no exit before all output, and shows it once', async () => {
        const log = new CountingLog(10);
        const page = new Page();
        const pump = connect(log, page, { window: 10, from: 0 });
        log.end = 25;
        log.exit = EXIT;
        pump.wake();
        await settle();
        expect([page.position, page.exits]).to.deep.equal([10, 0]);
        for (const offset of [10, 20, 25, 25, 25]) {
            pump.acknowledge(offset);
            pump.wake();
            await settle();
        }
        expect([page.position, page.exits]).to.deep.equal([25, 1]);
    });

    it('names exactly the range that is no longer there', async () => {
        const log = new CountingLog(100);
        log.start = 40;
        log.end = 50;
        const page = new Page(10);
        connect(log, page, { window: 100, from: 10 });
        await settle();
        expect(page.gaps).to.deep.equal([[10, 40]]);
        expect(page.position).to.equal(50);
    });

    it('goes on with what is left after a gap for who wants every unit, though there are snapshots', async () => {
        const log = new CountingLog(100).withSnapshots();
        log.start = 40;
        log.end = 50;
        const page = new Page(10);
        connect(log, page, { window: 100, from: 10, everyUnit: true });
        await settle();
        expect([page.gaps, page.snapshots, page.position]).to.deep.equal([[[10, 40]], [], 50]);
    });

    it('begins at the oldest position for a viewer that shows nothing, where there are no snapshots', async () => {
        const log = new CountingLog(100);
        log.start = 7;
        log.end = 9;
        const page = new Page(7);
        connect(log, page, { window: 100 });
        await settle();
        expect([page.position, page.gaps]).to.deep.equal([9, []]);
    });

    it('gives a new viewer a snapshot, and then what comes after it', async () => {
        const log = new CountingLog(100).withSnapshots();
        log.end = 30;
        const page = new Page();
        const pump = connect(log, page, { window: 100 });
        await settle();
        log.end = 35;
        pump.wake();
        await settle();
        expect([page.snapshots, page.position]).to.deep.equal([[30], 35]);
    });

    it('gives a snapshot to a viewer that claims a position that was never reached', async () => {
        const log = new CountingLog(100).withSnapshots();
        log.end = 30;
        const page = new Page();
        connect(log, page, { window: 100, from: 99 });
        await settle();
        expect(page.snapshots).to.deep.equal([30]);
    });

    it('costs one window and one snapshot for a viewer that never acknowledges, however much is written', async () => {
        const log = new CountingLog(100).withSnapshots();
        const page = new Page();
        let sent = 0;
        page.data = (_offset, bytes) => void (sent += bytes.length);
        const pump = connect(log, page, { window: 50, from: 0, maxBacklog: 200 });
        for (let i = 0; i < 1_000; i++) {
            log.end += 77;
            pump.wake();
            await settle();
        }
        expect(page.snapshots).to.have.length(1);
        expect(sent).to.be.at.most(100);
    });

    it('costs no more for one that never acknowledges when what it has not seen is let go of again and again', async () => {
        for (const everyUnit of [false, true]) {
            const log = new CountingLog(10).withSnapshots();
            const page = new Page();
            const sent: number[] = [];
            const data = page.data.bind(page);
            page.data = (offset, bytes) => {
                sent.push(bytes.length);
                data(offset, bytes);
            };
            const pump = connect(log, page, { window: 100, maxBacklog: everyUnit ? undefined : 200, everyUnit });
            for (let round = 0; round < 20; round++) {
                log.end += 5_000;
                log.start = log.end - 1_000;
                pump.wake();
                await settle();
            }
            expect(sent.reduce((sum, length) => sum + length, 0)).to.be.at.most(100);
            expect(page.snapshots).to.have.length.at.most(1);
            // and it goes on when it does
            pump.acknowledge(page.position);
            await settle();
            expect(everyUnit ? page.gaps.at(-1)?.[1] : page.position).to.equal(everyUnit ? log.start : log.end);
            pump.dispose();
        }
    });

    it('takes a viewer that is slow but alive to the present again and again', async () => {
        const log = new CountingLog(100).withSnapshots();
        const page = new Page();
        const pump = connect(log, page, { window: 50, from: 0, maxBacklog: 200 });
        for (let i = 0; i < 100; i++) {
            log.end += 300;
            pump.acknowledge(page.position);
            pump.wake();
            await settle();
        }
        expect(log.end - page.position).to.be.at.most(300);
        expect(page.gaps).to.deep.equal([]);
    });

    it('asks for a brief snapshot only for who falls behind while it watches', async () => {
        const log = new CountingLog(100).withSnapshots();
        const pump = connect(log, new Page(), { window: 50, maxBacklog: 200 });
        await settle();
        log.end = 300;
        pump.acknowledge(0);
        pump.wake();
        await settle();
        expect(log.brief).to.deep.equal([false, true]);
        log.start = 20;
        connect(log, new Page(10), { window: 50, from: 10 });
        await settle();
        expect(log.brief, 'behind a gap').to.deep.equal([false, true, false]);
        connect(log, new Page(30), { window: 50, from: 30, maxBacklog: 200 });
        await settle();
        expect(log.brief, 'back after a while').to.deep.equal([false, true, false, false]);
    });

    it('ignores acknowledgements of what was never sent', async () => {
        const log = new CountingLog(100);
        log.end = 500;
        const page = new Page();
        const pump = connect(log, page, { window: 50, from: 0 });
        for (const offset of [1_000, -1, NaN, Infinity]) {
            pump.acknowledge(offset);
        }
        await settle();
        expect(page.position).to.equal(50);
    });

    it('stops and says so when the log cannot be read', async () => {
        const log = new CountingLog(100);
        log.end = 5;
        log.read = () => Promise.reject(new Error('EIO'));
        const errors: unknown[] = [];
        const pump = new StreamPump(log, new Page(), { window: 10, from: 0, onError: error => errors.push(error) });
        pump.start();
        await settle();
        pump.wake();
        await settle();
        expect(errors.map(String)).to.deep.equal(['Error: EIO']);
    });
});

function connect(
    log: StreamSource,
    page: Page,
    options: { window: number; from?: number; maxBacklog?: number; everyUnit?: boolean }
) {
    const pump = new StreamPump(log, page, {
        ...options,
        onError: error => {
            throw error;
        }
    });
    pump.start();
    return pump;
}

/** Lets everything run that only waits for promises. */
async function settle(): Promise<void> {
    for (let i = 0; i < 200; i++) {
        await Promise.resolve();
    }
}
