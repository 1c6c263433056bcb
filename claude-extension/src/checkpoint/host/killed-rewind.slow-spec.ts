import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { LiveSession } from 'dispatch-extension/lib/session/host/session-kind';
import { projectLog } from '../../conversation/domain/transcript-projection';
import { WatchedSession } from '../../conversation/testing/watched-session';
import { RewindPreview, RewindResult } from '../common/checkpoint-protocol';
import { BEFORE, KillableHost, sh, TURN } from '../testing/killable-rewind';
import { treeOf } from '../testing/tree-of-files';

const PROGRAM = join(__dirname, '../testing/killed-rewind-main.js');

/** At which change of a file, and how: before it, in the middle of writing, after it. */
const POINTS = [
    [1, 'before'],
    [3, 'after'],
    [7, 'before'],
    [11, 'half'],
    [12, 'half'],
    [13, 'half'],
    [19, 'after'],
    [26, 'before'],
    [33, 'after']
] as const;

describe('F04: a session host that is killed in the middle of a rewind', function () {
    this.timeout(240_000);
    let root: string;
    let work: string;
    let trees: Record<'then' | 'later', Record<string, string>>;
    let host: KillableHost;
    let live: LiveSession;
    let page: WatchedSession;

    beforeEach(() => {
        root = fs.mkdtempSync(join(tmpdir(), 'dispatch-killed-rewind-'));
        work = join(root, 'work');
        const model = join(root, 'model');
        [work, model].forEach(folder => {
            fs.mkdirSync(folder);
            sh(folder, BEFORE);
        });
        const then = treeOf(model);
        sh(model, TURN);
        trees = { then, later: treeOf(model) };
    });

    afterEach(async () => {
        await live?.dispose();
        await host?.database.close();
        fs.rmSync(root, { recursive: true, force: true });
    });

    /** Resolves when the next session host has the session. */
    async function killed(dieAt: number, how: string, what = 'rewind'): Promise<void> {
        const { signal, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, root, `${dieAt}`, how, what], {
            encoding: 'utf8'
        });
        expect({ signal, stdout, stderr }).to.deep.equal({ signal: 'SIGKILL', stdout: '', stderr: '' });
        host = await KillableHost.open(root);
        live = await host.kind.reopen(host.context);
        page = new WatchedSession(live);
        await page.next('rewind-interrupted');
    }

    const settle = (how: string, shown?: string): Promise<RewindResult> => {
        const { rewindId } = page.all('rewind-begun').at(-1) ?? {};
        return live.call('settleRewind', { rewindId, how, shown }) as Promise<RewindResult>;
    };
    const codeOf = (work: Promise<unknown>): Promise<string> =>
        work.then(
            () => 'done',
            (error: DispatchError) => error.code
        );

    for (const [dieAt, how] of POINTS) {
        for (const end of ['finish', 'back'] as const) {
            it(`says so, and one click makes it ${end === 'finish' ? 'as it was to be' : 'as it was before'}: killed ${how} change ${dieAt}`, async () => {
                await killed(dieAt, how);
                expect(projectLog(page.events).openRewind).to.include({ interrupted: true, undoes: false });
                expect(await codeOf(page.say('hello'))).to.equal('checkpoint.rewind-open');
                const { problems } = await settle(end);
                expect(problems).to.deep.equal([]);
                expect(treeOf(work)).to.deep.equal(end === 'finish' ? trees.then : trees.later);
                await page.next(end === 'finish' ? 'rewound' : 'rewind-abandoned');
                const { openRewind, turns, rewinds } = projectLog(page.events);
                expect(openRewind).to.equal(undefined);
                expect(turns[0].rewoundBy === undefined).to.equal(end === 'back');
                expect(rewinds).to.have.length(end === 'finish' ? 1 : 0);
                host.runtime.scripts.push(async () => ({ outcome: 'finished' }));
                await page.say('go on');
                await page.next('turn-ended', 1);
            });
        }
    }

    for (const [end, tree] of [
        ['finish', 'later'],
        ['back', 'then']
    ] as const) {
        it(`does so for the undoing of a rewind as well: ${end}`, async () => {
            await killed(15, 'half', 'undo');
            expect(projectLog(page.events).openRewind).to.include({ interrupted: true, undoes: true });
            await settle(end);
            expect(treeOf(work)).to.deep.equal(trees[tree]);
            await page.next(end === 'finish' ? 'rewind-undone' : 'rewind-abandoned');
            expect(projectLog(page.events).turns[0].rewoundBy === undefined).to.equal(end === 'finish');
        });
    }

    it('loses nothing that somebody changed since, unless it was shown to them', async () => {
        await killed(13, 'half');
        sh(work, 'echo mine > src/file-10.txt; echo new > mine.txt');
        const halfway = treeOf(work);
        expect(await codeOf(settle('finish'))).to.equal('checkpoint.files-changed');
        expect(await codeOf(settle('back'))).to.equal('checkpoint.files-changed');
        expect(treeOf(work)).to.deep.equal(halfway);
        const { rewindId } = page.all('rewind-begun')[0];
        const preview = (await live.call('previewSettlement', { rewindId, how: 'back' })) as RewindPreview;
        expect(preview.files.map(({ path }) => path)).to.include.members(['mine.txt', 'src/file-10.txt']);
        await settle('back', preview.shown);
        expect(treeOf(work)).to.deep.equal(trees.later);
        const kept = page.all('checkpoint-made').at(-1);
        expect(kept?.reason).to.equal('before-rewind');
        const asked = { checkpointId: kept?.checkpointId, fileId: 'mine.txt' };
        const { contentBase64 } = (await live.call('readCheckpointFile', asked)) as { contentBase64: string };
        expect(Buffer.from(contentBase64, 'base64').toString()).to.equal('new\n');
    });

    it('leaves the files as they are where that is wanted, and goes on', async () => {
        await killed(13, 'half');
        const halfway = treeOf(work);
        expect(Object.keys(halfway).join('\n')).to.match(/\.dispatch-/);
        await settle('leave');
        expect(treeOf(work)).to.deep.equal(halfway);
        await page.next('rewind-abandoned');
        expect(projectLog(page.events).openRewind).to.equal(undefined);
        expect(await codeOf(settle('finish'))).to.equal('checkpoint.rewind-not-found');
    });

    it('refuses another rewind meanwhile, and asks again after the next restart', async () => {
        await killed(13, 'half');
        const aim = { toMessageId: 'message-1', scope: 'files' };
        expect(await codeOf(live.call('previewRewind', aim))).to.equal('checkpoint.rewind-open');
        await live.dispose();
        live = await host.kind.reopen(host.context);
        page = new WatchedSession(live);
        await page.next('rewind-interrupted');
        expect(projectLog(page.events).openRewind).to.include({ interrupted: true });
        expect(page.all('rewind-interrupted')).to.have.length(1);
        await settle('finish');
        expect(treeOf(work)).to.deep.equal(trees.then);
    });
});
