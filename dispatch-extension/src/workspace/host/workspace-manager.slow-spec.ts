import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { inspect } from 'node:util';
import { DispatchError } from '../../kernel/common/errors';
import { TestLog } from '../../kernel/testing/test-log';
import { StateDatabase } from '../../storage/host/state-database';
import { WorkspaceManager } from './workspace-manager';
import { workspaceMigrations } from './workspace-store';

describe('workspaces', function () {
    this.timeout(30_000);
    let folder: string;
    let root: string;
    let database: StateDatabase;
    let workspaces: WorkspaceManager;
    let log: TestLog;
    let told: { name: string; params: unknown }[];

    beforeEach(async () => {
        folder = fs.mkdtempSync(path.join(tmpdir(), 'dispatch-workspaces-'));
        root = path.join(folder, 'root');
        told = [];
        log = new TestLog();
        database = await StateDatabase.open(path.join(folder, 'state.db'), log);
        await database.migrate('engine', workspaceMigrations);
        workspaces = new WorkspaceManager(
            database,
            root,
            { notify: (name, params) => told.push({ name, params }) },
            log
        );
        await workspaces.init();
        fs.mkdirSync(path.join(root, 'inside', 'deep'), { recursive: true });
        fs.mkdirSync(path.join(folder, 'root-beside'));
        fs.mkdirSync(path.join(folder, 'outside'));
        fs.symlinkSync(path.join(folder, 'outside'), path.join(root, 'way-out'));
        fs.symlinkSync(path.join(root, 'inside'), path.join(root, 'way-in'));
        fs.writeFileSync(path.join(root, 'file'), '');
    });

    afterEach(async () => {
        await workspaces.stop();
        await database.close();
        fs.rmSync(folder, { recursive: true, force: true });
    });

    /** Lets a script be git, that goes on until it is ended. */
    async function withGit(script: string, work: () => Promise<void>): Promise<void> {
        const { PATH } = process.env;
        fs.mkdirSync(`${folder}/bin`);
        const lines = ['#!/bin/bash', 'folder="${@: -1}"', script, 'echo begun >&2', 'while true; do sleep 0.05; done'];
        fs.writeFileSync(`${folder}/bin/git`, lines.join('\n'), { mode: 0o755 });
        process.env['PATH'] = `${folder}/bin:${PATH}`;
        try {
            await work();
        } finally {
            process.env['PATH'] = PATH;
        }
    }

    it('are opened at and below the root only, whatever the path looks like', async () => {
        const refused: [string, string][] = [
            [folder, 'workspace.outside-root'],
            [path.join(folder, 'root-beside'), 'workspace.outside-root'],
            [`${root}/../outside`, 'workspace.outside-root'],
            [`${root}/inside/../../outside`, 'workspace.outside-root'],
            [`${root}/way-out`, 'workspace.outside-root'],
            [`${root}/way-out/..`, 'workspace.outside-root'],
            [`${root}/way-out/deeper`, 'workspace.not-found'],
            ['/', 'workspace.outside-root'],
            ['/proc/self/root', 'workspace.outside-root'],
            ['inside', 'workspace.bad-path'],
            ['', 'workspace.bad-path'],
            [`${root}/inside\0/x`, 'workspace.bad-path'],
            [`${root}/missing`, 'workspace.not-found'],
            [`${root}/file`, 'workspace.not-found'],
            [`${root}/${'x'.repeat(300)}`, 'workspace.not-found']
        ];
        for (const [wanted, code] of refused) {
            expect(await codeOf(workspaces.openWorkspace({ folder: wanted })), JSON.stringify(wanted)).to.equal(code);
        }
        expect((await workspaces.listWorkspaces()).workspaces).to.deep.equal([]);
    });

    it('are one, by whichever way they are opened', async () => {
        const { workspace } = await workspaces.openWorkspace({ folder: `${root}/inside/` });
        const again = await workspaces.openWorkspace({ folder: `${root}/way-in` });
        expect(again.workspace.id).to.equal(workspace.id);
        expect(workspace).to.deep.include({ folder: `${root}/inside`, name: 'inside', exists: true });
    });

    it('stay in the list when their folder goes away, and say so', async () => {
        const { workspace } = await workspaces.createWorkspace({ name: 'new' });
        fs.rmdirSync(workspace.folder);
        const [listed] = (await workspaces.listWorkspaces()).workspaces;
        expect(listed).to.deep.include({ id: workspace.id, exists: false });
        expect(await codeOf(workspaces.folderOf(workspace.id))).to.equal('workspace.not-found');
    });

    it('are not opened any more when their folder has become a way out', async () => {
        const { workspace } = await workspaces.openWorkspace({ folder: `${root}/inside` });
        fs.rmSync(`${root}/inside`, { recursive: true });
        fs.symlinkSync(path.join(folder, 'outside'), `${root}/inside`);
        expect(await codeOf(workspaces.folderOf(workspace.id))).to.equal('workspace.outside-root');
    });

    it('are not made over what is there', async () => {
        expect(await codeOf(workspaces.createWorkspace({ name: 'inside' }))).to.equal('workspace.exists');
        expect(await codeOf(workspaces.cloneWorkspace({ url: `${root}/inside`, name: 'file' }))).to.equal(
            'workspace.exists'
        );
    });

    it('are cloned with progress, and remembered', async () => {
        makeRepository(`${root}/inside`);
        const { workspace } = await workspaces.cloneWorkspace({ url: `file://${root}/inside`, name: 'copy' });
        expect(fs.readFileSync(`${workspace.folder}/hello.txt`, 'utf8')).to.equal('hello');
        expect(told.some(({ name }) => name === 'notifyCloneProgress')).to.equal(true);
        expect((await workspaces.listWorkspaces()).workspaces.map(({ name }) => name)).to.deep.equal(['copy']);
    });

    it('leave nothing when a clone fails', async () => {
        const before = fs.readdirSync(root);
        const failed = workspaces.cloneWorkspace({ url: `${root}/inside`, name: 'copy' });
        expect(await codeOf(failed)).to.equal('workspace.clone-failed');
        expect(fs.readdirSync(root)).to.deep.equal(before);
        expect((await workspaces.listWorkspaces()).workspaces).to.deep.equal([]);
    });

    it('leave nothing when a clone is cut off while git is still cleaning up', async () => {
        const before = fs.readdirSync(root);
        await withGit('trap \'sleep 0.5; mkdir -p "$folder"; touch "$folder/late"; exit 1\' TERM HUP', async () => {
            const failed = codeOf(workspaces.cloneWorkspace({ url: 'https://127.0.0.1:1/a', name: 'copy' }));
            while (!told.some(({ name }) => name === 'notifyCloneProgress')) {
                await new Promise(resolve => setTimeout(resolve, 10));
            }
            await workspaces.stop();
            expect(await failed).to.equal('workspace.clone-failed');
        });
        await new Promise(resolve => setTimeout(resolve, 1_000));
        expect(fs.readdirSync(root)).to.deep.equal(before);
    });

    it('tell no page, log or error the password of an address', async () => {
        const url = 'https://me:canary@127.0.0.1:1/a';
        const problem = await workspaces.cloneWorkspace({ url, name: 'copy' }).catch((error: unknown) => error);
        expect((problem as DispatchError).code).to.equal('workspace.clone-failed');
        expect(told.map(({ params }) => params)).to.deep.include.members([
            { url: 'https://127.0.0.1:1/a', line: (problem as DispatchError).message.replace(/^.*?: /, '') }
        ]);
        expect(inspect([problem, told, log.entries], { depth: 10 })).not.to.contain('canary');
    });

    it('are not cloned from outside of the root, nor from what would run something', async () => {
        makeRepository(`${folder}/outside`);
        for (const [url, code] of [
            [`${folder}/outside`, 'workspace.outside-root'],
            [`${root}/way-out`, 'workspace.outside-root'],
            [`ext::sh -c "touch ${folder}/ran"`, 'workspace.bad-url'],
            [`--upload-pack=touch ${folder}/ran`, 'workspace.bad-url']
        ]) {
            expect(await codeOf(workspaces.cloneWorkspace({ url, name: 'copy' })), url).to.equal(code);
        }
        expect(fs.existsSync(`${folder}/ran`)).to.equal(false);
    });

    it('run no hook of the person while they are cloned', async () => {
        makeRepository(`${root}/inside`);
        fs.mkdirSync(`${folder}/template/hooks`, { recursive: true });
        fs.writeFileSync(`${folder}/template/hooks/post-checkout`, `#!/bin/sh\ntouch ${folder}/ran\n`, { mode: 0o755 });
        process.env['GIT_TEMPLATE_DIR'] = `${folder}/template`;
        try {
            await workspaces.cloneWorkspace({ url: `${root}/inside`, name: 'copy' });
        } finally {
            delete process.env['GIT_TEMPLATE_DIR'];
        }
        expect(fs.existsSync(`${folder}/ran`)).to.equal(false);
    });
});

function makeRepository(folder: string): void {
    const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-C', folder, ...args], {
            stdio: 'ignore'
        });
    git('init');
    fs.writeFileSync(path.join(folder, 'hello.txt'), 'hello');
    git('add', '.');
    git('commit', '-m', 'first');
}

async function codeOf(call: Promise<unknown>): Promise<string | undefined> {
    return call.then(
        () => undefined,
        (error: DispatchError) => error.code
    );
}
