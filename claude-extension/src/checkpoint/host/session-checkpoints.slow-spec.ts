import { expect } from 'chai';
import { CheckpointRules } from '../common/checkpoint-protocol';
import { CheckpointedSession } from '../testing/checkpointed-session';
import { treeOf } from '../testing/tree-of-files';

const LINES = 'for i in $(seq 1 40); do echo "line $i"; done';

describe('checkpoints of a session', function () {
    this.timeout(120_000);
    let session: CheckpointedSession;

    beforeEach(async () => {
        session = await CheckpointedSession.create();
        session.sh(`${LINES} > text.txt; head -c 3000 /dev/urandom > picture.bin; echo keep > keep.txt`);
    });

    afterEach(() => session.close());

    it('are made before anything is done in a turn, and after it, with the number of files that it changed', async () => {
        const turnId = await session.turn('message-1', 'rm keep.txt; echo new > new.txt');
        const made = session.page.all('checkpoint-made');
        expect(made.map(({ reason, turnId: of, changedFiles }) => ({ reason, of, changedFiles }))).to.deep.equal([
            { reason: 'turn-start', of: turnId, changedFiles: 0 },
            { reason: 'turn-end', of: turnId, changedFiles: 2 }
        ]);
        const types = session.page.events.map(event => event.body.type);
        expect(types.lastIndexOf('checkpoint-made')).to.be.lessThan(types.indexOf('turn-ended'));
    });

    it('bring files back as they were before a message, and forward again, byte for byte', async () => {
        const before = treeOf(session.work);
        await session.turn(
            'message-1',
            'rm -rf keep.txt; sed -i s/line/LINE/ text.txt; echo x >> picture.bin; mkdir g; echo 1 > g/made'
        );
        await session.turn('message-2', 'echo 2 >> g/made');
        const after = treeOf(session.work);
        const aim = { toMessageId: 'message-1', scope: 'both' as const };
        const preview = await session.rpc.previewRewind(aim);
        expect(preview.files.map(({ path, action }) => `${action} ${path}`)).to.deep.equal([
            'remove g/made',
            'bring-back keep.txt',
            'change picture.bin',
            'change text.txt'
        ]);
        expect(preview.messageCount).to.equal(2);
        expect(preview.files[3]).to.include({ addedLines: 40, removedLines: 40, elsewhere: false });
        const { rewindId, problems } = await session.rpc.rewind({ ...aim, shown: preview.shown });
        expect(problems).to.deep.equal([]);
        expect(treeOf(session.work)).to.deep.equal(before);
        expect(session.page.all('rewound')).to.have.length(1);
        const undo = await session.rpc.previewUndo({ rewindId });
        await session.rpc.undoRewind({ rewindId, shown: undo.shown });
        expect(treeOf(session.work)).to.deep.equal(after);
        expect(await codeOf(session.rpc.previewUndo({ rewindId }))).to.equal('checkpoint.rewind-not-found');
    });

    it('say what somebody else changed, and do nothing when it changed after that was shown', async () => {
        await session.turn('message-1', 'echo claude > text.txt');
        session.sh('echo mine >> keep.txt');
        await session.turn('message-2', 'true');
        const aim = { toMessageId: 'message-1', scope: 'files' as const };
        const preview = await session.rpc.previewRewind(aim);
        expect(preview.files.map(file => [file.path, file.elsewhere])).to.deep.equal([
            ['keep.txt', true],
            ['text.txt', false]
        ]);
        session.sh('echo again >> keep.txt');
        expect(await codeOf(session.rpc.rewind({ ...aim, shown: preview.shown }))).to.equal('checkpoint.files-changed');
        expect(session.sh('cat keep.txt text.txt')).to.equal('keep\nmine\nagain\nclaude\n');
        expect(session.page.all('rewound')).to.have.length(0);
    });

    it('do not go back while Claude is at work', async () => {
        await session.turn('message-1', 'echo 1 > keep.txt');
        let release: () => void = () => undefined;
        session.runtime.scripts.push(() => new Promise(resolve => (release = () => resolve({ outcome: 'finished' }))));
        await session.page.say('more', 'message-2');
        await session.page.next('checkpoint-made', 2);
        const aim = { toMessageId: 'message-1', scope: 'files' as const };
        const { shown } = await session.rpc.previewRewind(aim);
        expect(await codeOf(session.rpc.rewind({ ...aim, shown }))).to.equal('claude.working');
        release();
        await session.page.next('turn-ended', 1);
    });

    for (const scope of ['files', 'both'] as const) {
        it(`do not undo a rewind of ${scope} once Claude has worked on, and lose nothing of that work`, async () => {
            await session.turn('message-1', 'echo 1 > keep.txt');
            const aim = { toMessageId: 'message-1', scope };
            const { shown } = await session.rpc.previewRewind(aim);
            const { rewindId } = await session.rpc.rewind({ ...aim, shown });
            const undo = await session.rpc.previewUndo({ rewindId });
            await session.turn('message-2', 'echo newer > newer.txt');
            expect(await codeOf(session.rpc.previewUndo({ rewindId }))).to.equal('checkpoint.undo-too-late');
            const late = session.rpc.undoRewind({ rewindId, shown: undo.shown });
            expect(await codeOf(late)).to.equal('checkpoint.undo-too-late');
            expect(session.sh('cat keep.txt newer.txt')).to.equal('keep\nnewer\n');
        });
    }

    it('undo one rewind after the other, the newest first', async () => {
        await session.turn('message-1', 'echo 1 > keep.txt');
        await session.turn('message-2', 'echo 2 > keep.txt');
        const rewindTo = async (toMessageId: string): Promise<string> => {
            const { shown } = await session.rpc.previewRewind({ toMessageId, scope: 'both' });
            return (await session.rpc.rewind({ toMessageId, scope: 'both', shown })).rewindId;
        };
        const rewinds = [await rewindTo('message-2'), await rewindTo('message-1')];
        expect(await codeOf(session.rpc.previewUndo({ rewindId: rewinds[0] }))).to.equal('checkpoint.undo-too-late');
        for (const rewindId of rewinds.reverse()) {
            const { shown } = await session.rpc.previewUndo({ rewindId });
            await session.rpc.undoRewind({ rewindId, shown });
        }
        expect(session.sh('cat keep.txt')).to.equal('2\n');
    });

    it('do not undo a conversation that went on', async () => {
        await session.turn('message-1', 'echo 1 > keep.txt');
        const aim = { toMessageId: 'message-1', scope: 'conversation' as const };
        const { shown, fileCount } = await session.rpc.previewRewind(aim);
        expect(fileCount).to.equal(0);
        const { rewindId } = await session.rpc.rewind({ ...aim, shown });
        await session.turn('message-2', 'true');
        expect(await codeOf(session.rpc.previewUndo({ rewindId }))).to.equal('checkpoint.undo-too-late');
        expect(session.sh('cat keep.txt')).to.equal('1\n');
        expect(await codeOf(session.rpc.previewRewind(aim))).to.equal('checkpoint.message-not-found');
    });

    it('are reviewed by file and by place, and a place is taken out alone', async () => {
        const turnId = await session.turn(
            'message-1',
            "sed -i -e 's/line 3$/third/' -e 's/line 30$/thirtieth/' text.txt; rm keep.txt; chmod 755 picture.bin"
        );
        const { changes } = await session.rpc.listChanges({ turnId });
        expect(changes.map(({ path, status, onlyMode, opaque }) => ({ path, status, onlyMode, opaque }))).to.deep.equal(
            [
                { path: 'keep.txt', status: 'removed', onlyMode: undefined, opaque: undefined },
                { path: 'picture.bin', status: 'modified', onlyMode: true, opaque: 'binary' },
                { path: 'text.txt', status: 'modified', onlyMode: undefined, opaque: undefined }
            ]
        );
        const file = { turnId, fileId: 'text.txt' };
        const { hunks, shown } = await session.rpc.readChange(file);
        expect(hunks.map(hunk => hunk.lines.filter(line => line.kind !== 'same').map(line => line.text))).to.deep.equal(
            [
                ['line 3', 'third'],
                ['line 30', 'thirtieth']
            ]
        );
        await session.rpc.revertHunk({ ...file, hunkId: hunks[0].hunkId, shown });
        expect(session.sh('sed -n -e 3p -e 30p text.txt')).to.equal('line 3\nthirtieth\n');
        const again = await session.rpc.readChange(file);
        expect(again.hunks.map(hunk => hunk.state)).to.deep.equal(['reverted', 'applied']);
        const { shown: removed } = await session.rpc.readChange({ turnId, fileId: 'keep.txt' });
        await session.rpc.revertFile({ turnId, fileId: 'keep.txt', shown: removed });
        expect(session.sh('cat keep.txt')).to.equal('keep\n');
        const left = await session.rpc.listChanges({});
        expect(left.changes.map(change => change.path)).to.deep.equal(['picture.bin', 'text.txt']);
    });

    it('do not read what is too large to be shown, and say so', async () => {
        const turnId = await session.turn('message-1', 'yes line | head -c 2000000 > large.txt; echo new > text.txt');
        const { changes } = await session.rpc.listChanges({ turnId });
        expect(changes.map(({ path, opaque, addedLines }) => ({ path, opaque, addedLines }))).to.deep.equal([
            { path: 'large.txt', opaque: 'large', addedLines: undefined },
            { path: 'text.txt', opaque: undefined, addedLines: 1 }
        ]);
        const { hunks, shown } = await session.rpc.readChange({ turnId, fileId: 'large.txt' });
        expect(hunks).to.deep.equal([]);
        const preview = await session.rpc.previewRewind({ toMessageId: 'message-1', scope: 'files' });
        expect(preview.files.map(({ path, removedLines }) => ({ path, removedLines }))).to.deep.equal([
            { path: 'large.txt', removedLines: undefined },
            { path: 'text.txt', removedLines: 1 }
        ]);
        await session.rpc.revertFile({ turnId, fileId: 'large.txt', shown });
        expect(session.sh('ls')).to.not.include('large.txt');
    });

    it('revert nothing that was changed since it was shown', async () => {
        const turnId = await session.turn('message-1', 'sed -i s/line/LINE/ text.txt');
        const file = { turnId, fileId: 'text.txt' };
        const { shown, hunks } = await session.rpc.readChange(file);
        session.sh('echo mine >> text.txt');
        expect(await codeOf(session.rpc.revertFile({ ...file, shown }))).to.equal('checkpoint.file-changed');
        expect(await codeOf(session.rpc.revertHunk({ ...file, hunkId: hunks[0].hunkId, shown }))).to.equal(
            'checkpoint.file-changed'
        );
        expect(session.sh('tail -n 1 text.txt')).to.equal('mine\n');
    });

    it('remember what was accepted for as long as it is the same', async () => {
        const turnId = await session.turn('message-1', 'echo new > text.txt');
        await session.rpc.acceptChange({ fileId: 'text.txt', accepted: true });
        expect((await session.rpc.listChanges({})).changes[0].accepted).to.equal(true);
        expect((await session.rpc.listChanges({ turnId })).changes[0].accepted).to.equal(true);
        session.sh('echo other > text.txt');
        expect((await session.rpc.listChanges({})).changes[0].accepted).to.equal(false);
    });

    it('give out the file as it was, for a comparison', async () => {
        const turnId = await session.turn('message-1', 'rm keep.txt');
        const { changes } = await session.rpc.listChanges({ turnId });
        const checkpointId = changes[0].beforeCheckpointId ?? '';
        const { contentBase64 } = await session.rpc.readCheckpointFile({ checkpointId, fileId: 'keep.txt' });
        expect(Buffer.from(contentBase64, 'base64').toString()).to.equal('keep\n');
    });

    it('say once when they cannot be made, and the turn goes on', async () => {
        await session.feature.configure(CheckpointRules.parse({ maxFiles: 1 }));
        await session.turn('message-1', 'echo 1 > keep.txt');
        await session.turn('message-2', 'echo 2 > keep.txt');
        expect(session.page.all('notice').map(notice => notice.text)).to.deep.equal([
            'No checkpoint was made: There are more than 1 files in this folder, which is more than is kept. The files of this turn cannot be rewound.'
        ]);
        expect(session.sh('cat keep.txt')).to.equal('2\n');
        const aim = { toMessageId: 'message-1', scope: 'files' as const };
        expect(await codeOf(session.rpc.previewRewind(aim))).to.equal('checkpoint.gone');
    });
});

async function codeOf(work: Promise<unknown>): Promise<string> {
    return work.then(
        () => 'no error',
        (error: { code: string }) => error.code
    );
}
