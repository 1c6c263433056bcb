import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { FakeTurn } from '../../testing/fake-turn';
import { unconfined } from '../../../sandbox/host/sandbox-api';
import { SessionFolder } from './session-folder';
import { defineTool, ToolResult } from './tool';
import { ToolRunner } from './tool-runner';
import { Toolbox } from './toolbox';

describe('tool runner', () => {
    async function runnerOf(turn: FakeTurn, given: Partial<ToolResult> = {}) {
        const ran: string[] = [];
        const tool = defineTool({
            name: 'make',
            description: '',
            input: z.object({}),
            asks: 'tool',
            async run() {
                ran.push('make');
                return { outcome: 'done', output: '', ...given };
            }
        });
        const folder = await SessionFolder.open('/');
        const { signal } = turn.stop;
        return {
            ran,
            runner: new ToolRunner(
                new Toolbox([tool]),
                { folder, environment: {}, confinement: unconfined({ kind: 'off' }), signal },
                turn.context
            )
        };
    }
    const call = { toolUseId: 'tool-1', name: 'make', input: {} };

    it('runs what was allowed after its start is written down', async () => {
        const turn = new FakeTurn();
        const { ran, runner } = await runnerOf(turn);
        await runner.run(call);
        expect(ran).to.deep.equal(['make']);
        expect(turn.reports.map(({ type }) => type)).to.deep.equal(['tool-started', 'tool-finished']);
    });

    it('runs nothing whose start could not be written down', async () => {
        const turn = new FakeTurn();
        turn.reported = ({ type }) => type === 'tool-started' && turn.stop.abort();
        const { ran, runner } = await runnerOf(turn);
        await runner.run(call);
        expect(ran).to.deep.equal([]);
    });

    it('tells of the pictures of a tool that are kept, and why one is not, and loses no word', async () => {
        const turn = new FakeTurn();
        const keep = turn.keepPicture;
        turn.keepPicture = async (name, data) => (data === 'AA' ? keep(name, data) : { why: 'it is too large.' });
        const pictures = [
            { name: 'a.png', dataBase64: 'AA' },
            { name: 'b.png', dataBase64: 'BB' }
        ];
        const { runner } = await runnerOf(turn, { output: 'two', pictures });
        await runner.run(call);
        const told = turn.reports.flatMap(each => (each.type === 'tool-finished' ? [each] : []));
        expect(told.map(({ output, pictures: shown }) => [output, shown?.map(({ name }) => name)])).to.deep.equal([
            ['two\n(image, not kept: it is too large.)', ['a.png']]
        ]);
    });

    describe('where edits are accepted', () => {
        let root: string;

        beforeEach(async () => {
            root = await realpath(await mkdtemp(join(tmpdir(), 'runner-')));
            await mkdir(join(root, '.git'));
            await symlink('.git', join(root, 'link'));
        });
        afterEach(() => rm(root, { recursive: true }));

        let added: string[] = [];

        async function write(path: string): Promise<number> {
            const turn = new FakeTurn({ permissionMode: 'acceptEdits' });
            turn.answer = { answer: 'deny' };
            const tools = {
                folder: await SessionFolder.open(root, added),
                environment: {},
                confinement: unconfined({ kind: 'off' }),
                signal: turn.stop.signal
            };
            const input = { path, content: 'x' };
            await new ToolRunner(new Toolbox(), tools, turn.context).run({ toolUseId: 'w', name: 'write_file', input });
            return turn.asked;
        }

        it('asks for none of the usual files', async () => {
            expect(await write('src/new/a.ts')).to.equal(0);
            expect(await readFile(join(root, 'src/new/a.ts'), 'utf8')).to.equal('x');
        });

        it('asks for none of the usual files of a folder that was added, and before one that decides what runs', async () => {
            const other = await realpath(await mkdtemp(join(tmpdir(), 'runner-added-')));
            await mkdir(join(other, '.ssh'));
            added = [other];
            expect(await write(join(other, 'a.ts'))).to.equal(0);
            expect(await write(join(other, '.ssh/config'))).to.equal(1);
            added = [join(other, '.ssh')];
            expect(await write(join(other, '.ssh/config'))).to.equal(1);
            added = [];
            await rm(other, { recursive: true });
        });

        for (const path of ['.git/config', 'link/config', 'a/../.vscode/tasks.json', '.claude/settings.json']) {
            it(`asks before ${path} is changed, which decides what runs later`, async () => {
                expect(await write(path)).to.equal(1);
                expect((await readdir(root)).sort()).to.deep.equal(['.git', 'link']);
                expect(await readdir(join(root, '.git'))).to.deep.equal([]);
            });
        }
    });
});
