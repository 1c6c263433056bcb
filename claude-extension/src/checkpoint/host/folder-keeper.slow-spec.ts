import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SilentLog } from '../../conversation/testing/fake-session-context';
import { CheckpointRules } from '../common/checkpoint-protocol';
import { differences } from '../domain/snapshot';
import { treeOf } from '../testing/tree-of-files';
import { FolderKeeper, Restored } from './folder-keeper';

describe('the keeper of a folder', function () {
    this.timeout(120_000);
    let root: string;
    let work: string;
    let rules: CheckpointRules;
    let keeper: FolderKeeper;
    let live: Set<string>;
    const dropped: string[] = [];

    beforeEach(() => {
        root = fs.mkdtempSync(join(tmpdir(), 'dispatch-keeper-'));
        work = join(root, 'work');
        fs.mkdirSync(work);
        rules = CheckpointRules.parse({});
        live = new Set(['s1', 's2']);
        keeper = newKeeper();
    });

    afterEach(async () => {
        await keeper.idle();
        execFileSync('chmod', ['-R', 'u+rwX', root]);
        fs.rmSync(root, { recursive: true, force: true });
    });

    function newKeeper(): FolderKeeper {
        return new FolderKeeper(work, join(root, 'store.git'), {
            log: new SilentLog(),
            ownFolder: root,
            rules: () => rules,
            isLive: id => live.has(id),
            dropped: id => void dropped.push(id)
        });
    }

    const sh = (script: string): string => execFileSync('bash', ['-c', script], { cwd: work, encoding: 'utf8' });

    async function back(checkpointId: string): Promise<Restored> {
        const target = await keeper.recall(checkpointId);
        return keeper.restore(target.snapshot, await keeper.look());
    }

    it('lets go of a session also where git is not there, or the store cannot be opened any more', async () => {
        sh('echo one > a');
        await keeper.keep('s1');
        const again = newKeeper();
        fs.writeFileSync(join(root, 'store.git', 'refs', 'latest'), `${'0'.repeat(39)}1\n`);
        expect(
            await again.look().then(
                () => 'opened',
                () => 'refused'
            )
        ).to.equal('refused');
        await again.forget('s1');
        expect(fs.existsSync(join(root, 'store.git', 'refs', 'checkpoints', 's1'))).to.equal(false);
    });

    it('brings everything back that a shell did, byte for byte and mode for mode, and undoes that as exactly', async () => {
        sh(`
            mkdir -p src/deep empty/inside secret
            printf 'one\\r\\ntwo' > src/crlf.txt
            head -c 100000 /dev/urandom > picture.bin
            printf '#!/bin/sh\\n' > run.sh; chmod 755 run.sh
            printf 'key' > secret/key; chmod 600 secret/key; chmod 700 secret
            printf 'x' > src/deep/only-read; chmod 444 src/deep/only-read
            ln -s src/crlf.txt link; ln -s /nowhere dangling; ln -s src folder-link
            printf 'odd' > $'odd \\xff "name"\\n\\\\.txt'
            for i in $(seq 1 50); do echo "$i" > "src/f$i.txt"; done
            : > nothing`);
        const before = treeOf(work);
        const { checkpointId } = await keeper.keep('s1');
        sh(`
            rm -rf src/deep empty run.sh secret
            sed -i s/one/ONE/ src/crlf.txt
            printf 'y' >> picture.bin
            chmod 644 nothing; chmod 755 src/f1.txt
            ln -sfn src/deep folder-link
            rm dangling; mkdir dangling; echo in > dangling/file
            rm src/f2.txt; ln -s /etc/passwd src/f2.txt
            mkdir -p generated/a/b; echo new > generated/a/b/c; echo untracked > untracked
            rm odd*`);
        const changed = treeOf(work);
        const undo = await keeper.keep('s1');
        const { problems } = await back(checkpointId);
        expect(problems).to.deep.equal([]);
        expect(treeOf(work)).to.deep.equal(before);
        expect(fs.readFileSync('/etc/passwd', 'utf8')).to.contain('root');
        await back(undo.checkpointId);
        expect(treeOf(work)).to.deep.equal(changed);
    });

    it('brings the same back after a restart, with nothing in memory', async () => {
        sh('mkdir a; echo 1 > a/x; chmod 640 a/x; mkdir e; chmod 750 e');
        const before = treeOf(work);
        const { checkpointId } = await keeper.keep('s1');
        sh('rm -rf a e; echo 2 > y');
        keeper = newKeeper();
        await back(checkpointId);
        expect(treeOf(work)).to.deep.equal(before);
    });

    it('S30: runs nothing of the person: no hook, filter, attribute, fsmonitor, submodule or configuration of the repository', async () => {
        const canary = join(root, 'canary');
        sh(`
            git init -q .
            printf '#!/bin/sh\\ntouch ${canary}\\n' > .git/hooks/post-index-change
            for h in pre-commit post-commit reference-transaction post-checkout; do cp .git/hooks/post-index-change .git/hooks/$h; done
            chmod 755 .git/hooks/*
            printf '#!/bin/sh\\ntouch ${canary}\\ncat\\n' > .git/evil.sh; chmod 755 .git/evil.sh
            git config core.fsmonitor .git/evil.sh
            git config core.hooksPath .git/hooks
            git config filter.evil.clean ${work}/.git/evil.sh
            git config filter.evil.smudge ${work}/.git/evil.sh
            git config filter.evil.process ${work}/.git/evil.sh
            git config core.autocrlf true
            git config submodule.recurse true; git config protocol.ext.allow always
            printf '[submodule "sub"]\\n\\tpath = sub\\n\\turl = ext::sh -c touch%% ${canary}\\n' > .gitmodules
            git config diff.external ${work}/.git/evil.sh
            printf '* filter=evil text=auto eol=crlf ident working-tree-encoding=UTF-16\\n' > .gitattributes
            printf 'a\\nb\\n$Id$\\n' > text.txt; printf 'c\\r\\n' > crlf.txt`);
        const before = treeOf(work);
        const repository = treeOf(join(work, '.git'), []);
        const { checkpointId } = await keeper.keep('s1');
        sh('sed -i s/a/A/ text.txt; rm crlf.txt');
        await back(checkpointId);
        expect(treeOf(work)).to.deep.equal(before);
        expect(fs.existsSync(canary), 'the canary ran').to.equal(false);
        expect(treeOf(join(work, '.git'), [])).to.deep.equal(repository);
    });

    it('leaves repositories inside alone, and keeps the files beside them', async () => {
        sh('mkdir inner; cd inner; git init -q .; echo 1 > file; printf "*.tmp\\n" > .gitignore; echo t > x.tmp');
        const { checkpointId, look } = await keeper.keep('s1');
        expect([...look.snapshot.files.keys()].sort()).to.deep.equal(['inner/.gitignore', 'inner/file']);
        sh('rm inner/file; cd inner; git -c user.name=a -c user.email=a@b commit -q --allow-empty -m x');
        const repository = treeOf(join(work, 'inner/.git'), []);
        await back(checkpointId);
        expect(fs.readFileSync(join(work, 'inner/file'), 'utf8')).to.equal('1\n');
        expect(treeOf(join(work, 'inner/.git'), [])).to.deep.equal(repository);
    });

    it('leaves out what is ignored, big, special or unreadable, and never removes what it did not keep', async () => {
        rules = CheckpointRules.parse({ maxFileBytes: 1_000 });
        sh(`
            printf 'node_modules/\\n*.log\\n' > .gitignore
            mkdir node_modules; echo m > node_modules/m.js; echo l > a.log
            head -c 5000 /dev/zero > big; mkfifo pipe; echo ok > ok`);
        const { checkpointId, look } = await keeper.keep('s1');
        expect(Object.fromEntries(look.snapshot.leftOut)).to.deep.equal({
            node_modules: 'ignored',
            'a.log': 'ignored',
            big: 'big',
            pipe: 'special'
        });
        sh('echo changed > ok; echo m2 > node_modules/m.js; head -c 9000 /dev/zero > big2; : > .gitignore');
        await back(checkpointId);
        expect(sh('cat ok node_modules/m.js a.log; ls')).to.equal(
            'ok\nm2\nl\na.log\nbig\nbig2\nnode_modules\nok\npipe\n'
        );
    });

    it('goes on with a file that may not be read any more, and makes it readable again', async function () {
        if (process.getuid?.() === 0) {
            // who may read everything cannot be kept from it
            this.skip();
        }
        sh('echo 1 > a; echo 2 > b');
        await new Promise(resolve => setTimeout(resolve, 300));
        const { checkpointId } = await keeper.keep('s1');
        await keeper.look();
        sh('chmod 000 a; echo new > n; chmod 000 n');
        const { look } = await keeper.keep('s1');
        expect(look.snapshot.files.get('a')?.permissions).to.equal(0);
        expect(Object.fromEntries(look.snapshot.leftOut)).to.deep.equal({ n: 'unreadable' });
        expect(await back(checkpointId)).to.deep.equal({ restored: 1, problems: [] });
        expect(sh('cat a b; ls')).to.equal('1\n2\na\nb\nn\n');
    });

    it('keeps a file that was kept once, though it is ignored by now', async () => {
        sh('echo 1 > settings; mkdir out; echo 1 > out/made');
        const first = await keeper.keep('s1');
        sh('printf "settings\\nout/\\n" > .gitignore; echo 2 > settings; echo 2 > out/made; echo 3 > out/new');
        const { look } = await keeper.keep('s1');
        expect(differences(first.look.snapshot, look.snapshot).map(each => each.path)).to.deep.equal([
            '.gitignore',
            'out/made',
            'settings'
        ]);
        await back(first.checkpointId);
        expect(sh('cat settings out/made out/new')).to.equal('1\n1\n3\n');
    });

    it('does not go back when somebody changed a file since it was looked at', async () => {
        sh('echo 1 > a');
        const { checkpointId } = await keeper.keep('s1');
        sh('echo 2 > a');
        const shown = await keeper.look();
        sh('echo mine > b');
        const target = await keeper.recall(checkpointId);
        const code = await keeper.restore(target.snapshot, shown).catch((error: { code: string }) => error.code);
        expect(code).to.equal('checkpoint.files-changed');
        expect(sh('cat a b')).to.equal('2\nmine\n');
    });

    it('sees a change that leaves the size and the time of the file as they were', async () => {
        sh('echo one > a');
        const first = await keeper.keep('s1');
        sh('touch -r a stamp; echo two > a; touch -r stamp a; rm stamp');
        const { look } = await keeper.keep('s1');
        expect(differences(first.look.snapshot, look.snapshot).map(each => each.path)).to.deep.equal(['a']);
    });

    it('stays under its cap: checkpoints of ended sessions go first, and what is left can be gone back to', async () => {
        rules = CheckpointRules.parse({ maxStoreBytes: 3_000_000 });
        live.delete('s1');
        const kept: string[] = [];
        for (let i = 0; i < 12; i++) {
            sh('head -c 400000 /dev/urandom > noise');
            kept.push((await keeper.keep(i < 8 ? 's1' : 's2')).checkpointId);
            await keeper.idle();
        }
        const size = Number(sh(`du -sb ${join(root, 'store.git', 'objects')} | cut -f1`));
        expect(size).to.be.lessThan(3_200_000);
        expect(await keeper.has(kept[0])).to.equal(false);
        const before = treeOf(work);
        for (const checkpointId of kept.slice(8)) {
            await back(checkpointId);
        }
        expect(treeOf(work)).to.deep.equal(before);
    });

    it('never collects while something else is done with the store, and never what is still to be read', async () => {
        const log = join(root, 'git.log');
        const path = process.env['PATH'];
        // a git that says what it does, and takes its time to collect
        const git = `#!/bin/bash
            echo "begin $1" >> ${log}; [ "$1" != repack ] || sleep 0.4
            PATH='${path}' git "$@"; code=$?
            echo "end $1" >> ${log}; exit $code`;
        fs.mkdirSync(join(root, 'bin'));
        fs.writeFileSync(join(root, 'bin', 'git'), git, { mode: 0o755 });
        rules = CheckpointRules.parse({ maxStoreBytes: 1_000_000 });
        live.delete('s1');
        sh('echo old > old');
        const { checkpointId: old } = await keeper.keep('s1');
        keeper.pin([old]);
        process.env['PATH'] = `${join(root, 'bin')}:${path}`;
        try {
            for (let i = 0; i < 12; i++) {
                sh('head -c 300000 /dev/urandom > noise');
                await keeper.keep('s1');
            }
            await keeper.idle();
        } finally {
            process.env['PATH'] = path;
        }
        const lines = fs.readFileSync(log, 'utf8').trim().split('\n');
        const starts = lines.flatMap((line, index) => (line === 'begin repack' ? [index] : []));
        expect(starts.length).to.be.greaterThan(0);
        expect(new Set(starts.map(index => lines[index + 1]))).to.deep.equal(new Set(['end repack']));
        await back(old);
        expect(sh('ls')).to.equal('old\n');
        keeper.unpin([old]);
        for (let i = 0; i < 3; i++) {
            sh('head -c 600000 /dev/urandom > noise');
            await keeper.keep('s2');
            await keeper.idle();
        }
        expect(await keeper.has(old)).to.equal(false);
    });

    it('collects after a turn and not during it, unless it must', async () => {
        rules = CheckpointRules.parse({ maxStoreBytes: 1_000_000 });
        const store = (): number => Number(sh(`du -sb ${join(root, 'store.git', 'objects', 'pack')} | cut -f1`).trim());
        live.clear();
        const done = keeper.working('s1');
        for (let i = 0; i < 4; i++) {
            sh('head -c 350000 /dev/urandom > noise');
            await keeper.keep('s1');
            await keeper.idle();
        }
        expect(store()).to.be.greaterThan(1_300_000);
        done();
        await keeper.keep('s1');
        await keeper.idle();
        expect(store()).to.be.lessThan(1_050_000);
    });

    it('says so when there are too many files, and keeps nothing then', async () => {
        rules = CheckpointRules.parse({ maxFiles: 3 });
        sh('touch a b c d');
        const code = await keeper.keep('s1').catch((error: { code: string }) => error.code);
        expect(code).to.equal('checkpoint.too-many-files');
        rules = CheckpointRules.parse({});
        expect((await keeper.keep('s1')).look.snapshot.files.size).to.equal(4);
    });

    it('removes its store with the last session, and begins a new one when there is another', async () => {
        sh('echo 1 > a');
        await keeper.keep('s1');
        await keeper.forget('s2');
        expect(fs.existsSync(join(root, 'store.git'))).to.equal(true);
        await keeper.forget('s1');
        expect(fs.existsSync(join(root, 'store.git'))).to.equal(false);
        const before = treeOf(work);
        const { checkpointId } = await keeper.keep('s2');
        sh('rm a');
        await back(checkpointId);
        expect(treeOf(work)).to.deep.equal(before);
    });

    it('ignores exactly what git ignores', async () => {
        sh(`
            git init -q .
            printf '%s\\n' '*.o' '!keep.o' '/top' 'dir/' 'a/**/z' '**/deep' 'x[0-9].txt' 'sp ace' '\\!not' 'q?' 'foo/*' '!foo/bar' '#no' 'end ' > .gitignore
            mkdir -p a/b/c dir sub/dir foo/bar foo/baz sub/deep q1 n/m
            printf '*.md\\n!README.md\\n' > sub/.gitignore
            printf 'local\\n' > .git/info/exclude
            touch a.o keep.o top sub/top dir/f sub/dir/f a/z a/b/z a/b/c/z sub/deep/f x1.txt xa.txt 'sp ace' '!not' q2 q22 foo/bar/f foo/baz/f foo/g '#no' end local sub/x.md sub/README.md n/m/a.o`);
        const expected = sh('git ls-files --others --exclude-standard').trim().split('\n').sort();
        const { look } = await keeper.keep('s1');
        expect([...look.snapshot.files.keys()].sort()).to.deep.equal(expected);
    });
});
