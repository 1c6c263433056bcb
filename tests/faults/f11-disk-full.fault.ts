import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SessionClient } from 'dispatch-extension/lib/drill/host/session-client';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { Attachment } from 'dispatch-extension/lib/session/domain/viewer-attachment';
import { Installation, until } from '../harness/installation';
import { FaultInstallation } from './support/fault-installation';
import { record } from './support/figures';
import { linesOf, readAll, Recorder } from './support/recorder';

const MIB = 1024 * 1024;
const SMALL_DISK = 'size=24m,mode=0700';

/** A small file system of its own at `folder`; needs root, as a container's tests have it. */
function mountSmall(folder: string): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    execFileSync('mount', ['-t', 'tmpfs', '-o', SMALL_DISK, 'dispatch-fault', folder]);
}

describe('F11 disk full', function () {
    this.timeout(300_000);
    let dispatch: FaultInstallation | undefined;
    let disk = '';

    async function start(smallDisk: (installation: Installation) => string): Promise<FaultInstallation> {
        dispatch = await FaultInstallation.start({
            prepare: async installation => {
                disk = smallDisk(installation);
                mountSmall(disk);
            }
        });
        return dispatch;
    }
    /** Takes all the room there is, piece by piece until the system says no. */
    const fill = (): void => {
        for (let piece = 0; ; piece++) {
            try {
                writeFileSync(join(disk, `filler-${piece}`), Buffer.alloc(256 * 1024));
            } catch (error) {
                expect((error as NodeJS.ErrnoException).code).to.equal('ENOSPC');
                return;
            }
        }
    };
    const makeRoom = (): void =>
        readdirSync(disk)
            .filter(name => name.startsWith('filler-'))
            .forEach(name => rmSync(join(disk, name)));

    afterEach(async () => {
        makeRoom();
        execFileSync('umount', ['-l', disk]);
        await dispatch?.stop();
        dispatch = undefined;
    });

    it('on the logs: programs go on and are shown, and the time is one gap with its reason', async () => {
        const installation = await start(({ dataFolder }) => join(dataFolder, 'people/default/sessions'));
        const client = installation.client();
        const { pid } = await installation.dispatch.sessionHostHealth();
        const lines = linesOf(6 * MIB);
        const session = await installation.startCounting(client, 'full', lines, 600_000);
        const live = new Recorder(client, session);
        await until('it prints', () => live.bytes > MIB, 60_000);
        fill();
        const fullAt = live.bytes;
        await until('it prints on while the disk is full', () => live.bytes > fullAt + MIB, 60_000);
        makeRoom();
        await until('it has ended', () => live.exit !== undefined, 60_000);

        expect((await installation.dispatch.sessionHostHealth()).pid).to.equal(pid);
        expect([live.bytes, live.gapBytes, live.pictures]).to.deep.equal([lines * 100, 0, 0]);
        const kept = await readWithGaps(installation.client(), session);
        expect(kept.gaps.map(({ reason }) => reason)).to.deep.equal(['disk-full']);
        expect(kept.bytes + kept.gaps[0].bytes).to.equal(lines * 100);
        record('F11', 'disk full', {
            'bytes printed': lines * 100,
            'shown live': live.bytes,
            'in the one gap of the log': kept.gaps[0].bytes
        });
    });

    it('on the database: what runs goes on, a new session is refused or kept, and it recovers', async () => {
        const installation = await start(({ dataFolder }) => join(dataFolder, 'people/default'));
        const client = installation.client();
        const session = await installation.startCounting(client, 'db', linesOf(3 * MIB), 400_000);
        const live = new Recorder(client, session);
        await until('it prints', () => live.bytes > 100_000, 60_000);
        fill();
        const refused = await client.startTerminal(['/bin/sh', '-c', 'true']).then(
            () => '',
            (error: Error) => error.message
        );
        expect(refused).to.not.match(/SQLITE|ENOSPC|undefined/);
        makeRoom();
        await until('the program has ended', () => live.exit !== undefined, 60_000);
        expect(live.gapBytes).to.equal(0);
        const after = await client.startTerminal(['/bin/sh', '-c', 'echo back']);
        expect(after.state).to.be.oneOf(['active', 'suspended', 'ended']);
    });

    it('on the workspace: programs are told, and terminals are kept whole', async () => {
        const installation = await start(({ workspacesRoot }) => workspacesRoot);
        const client = installation.client();
        const session = await installation.startCounting(client, 'work', linesOf(3 * MIB), 400_000);
        const live = new Recorder(client, session);
        await until('it prints', () => live.bytes > 100_000, 60_000);
        fill();
        const script = 'head -c 1000000 /dev/zero > more; echo "status $?"';
        const writer = await client.startTerminal(['/bin/sh', '-c', script], installation.dispatch.workspacesRoot);
        const said = (await readAll(client, writer)).toString();
        expect(said).to.match(/No space left on device[^]*status 1/);
        await until('the program has ended', () => live.exit !== undefined, 60_000);
        const { bytes } = await readWithGaps(installation.client(), session);
        expect([live.bytes, live.gapBytes, bytes]).to.deep.equal([linesOf(3 * MIB) * 100, 0, linesOf(3 * MIB) * 100]);
    });
});

interface Kept {
    bytes: number;
    gaps: { bytes: number; reason: string }[];
}

function readWithGaps(client: SessionClient, session: SessionInfo): Promise<Kept> {
    const kept: Kept = { bytes: 0, gaps: [] };
    return new Promise((resolve, reject) => {
        const attachment: Attachment = client.attach(
            session.id,
            {
                snapshot: () => reject(new Error('a picture for an observer')),
                data: (offset, bytes) => {
                    kept.bytes += bytes.length;
                    attachment.acknowledge(offset + bytes.length);
                },
                gap: (from, to, reason) => kept.gaps.push({ bytes: to - from, reason }),
                exited: () => resolve(kept),
                refused: reject
            },
            { window: 4 * MIB, from: 0, observer: true }
        );
    });
}
