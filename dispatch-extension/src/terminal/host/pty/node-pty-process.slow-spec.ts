import * as fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import * as nodePty from 'node-pty';
import { closeInheritedFiles, listOpenFiles } from '../../../kernel/host/inherited-files';
import { NodePtyProcess } from './node-pty-process';
import { PtyExit } from './pty-process';

const tty = process.getBuiltinModule('node:tty');
const { ReadStream } = tty;
const { native } = nodePty as unknown as { native: { fork(...args: unknown[]): unknown } };
const { fork } = native;

/** What a program said, and how it ended. */
interface Told {
    output: string;
    exit: Promise<PtyExit>;
}

function start(script: string): Told & { process: NodePtyProcess } {
    const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin' };
    const grid = { columns: 80, rows: 24 };
    const what = { file: '/bin/bash', args: ['--norc', '-c', script], folder: '/tmp', env, grid };
    let onExit: (exit: PtyExit) => void = () => undefined;
    const exit = new Promise<PtyExit>(ended => (onExit = ended));
    const told = { output: '', exit };
    const onOutput = (bytes: Uint8Array): unknown => (told.output += Buffer.from(bytes).toString());
    return Object.assign(told, { process: NodePtyProcess.start(what, { onOutput, onExit }) });
}

describe('a process on a pseudo terminal', () => {
    before(closeInheritedFiles);
    afterEach(() => {
        tty.ReadStream = ReadStream;
        native.fork = fork;
    });

    it('is told where it is, and how it ended', async () => {
        const ended = start('printf "$TERM $PWD "; stty size; exit 3');
        expect(await ended.exit).to.deep.equal({ exitCode: 3 });
        expect(ended.output).to.equal('xterm-256color /tmp 24 80\r\n');
        expect(await start('kill -9 $$').exit).to.deep.equal({ signal: 'SIGKILL' });
    });

    it('is read to the end while this process is busy', async () => {
        const ended = start('seq 1 400');
        await sleep(20);
        // longer than a terminal stays open after its program
        const untilMs = performance.now() + 600;
        while (performance.now() < untilMs) {
            continue;
        }
        await ended.exit;
        expect(ended.output.trim().split('\r\n')).to.deep.equal(Array.from({ length: 400 }, (_, at) => `${at + 1}`));
    });

    it('ends with its program, whoever that has left behind in its terminal', async () => {
        const ended = start(`trap '' HUP; sleep 3 & echo $!`);
        expect(await ended.exit).to.deep.equal({ exitCode: 0 });
        process.kill(Number(ended.output.trim()));
    });

    it('does nothing with input and sizes after its end', async () => {
        const ended = start('true');
        await ended.exit;
        expect(ended.process.write(Buffer.from('x'))).to.equal(true);
        ended.process.resize({ columns: 100, rows: 30 });
    });

    it('is found where node-pty tells of something else than it has made', async () => {
        for (const told of [0, {}, undefined, { fd: 1, pid: 1 }]) {
            native.fork = (...args) => {
                fork(...args);
                return told;
            };
            const ended = start('read -r line; echo "$$ $line"; exit 3');
            ended.process.write(Buffer.from('once\n'));
            ended.process.resize({ columns: 100, rows: 30 });
            expect(await ended.exit).to.deep.equal({ exitCode: 3 });
            expect(ended.output).to.equal(`once\r\n${ended.process.pid} once\r\n`);
        }
    });

    const ways: [string, () => unknown, RegExp][] = [
        [
            'cannot be read',
            () => {
                tty.ReadStream = class {
                    constructor() {
                        throw new Error('uv_tty_init returned EINVAL');
                    }
                } as unknown as typeof ReadStream;
            },
            /ptmx, cannot be read \(uv_tty_init returned EINVAL\)/
        ],
        [
            'was closed by somebody',
            () => {
                tty.ReadStream = function (fd: number): unknown {
                    fs.closeSync(fd);
                    return new ReadStream(fd);
                } as unknown as typeof ReadStream;
            },
            /\(ENOENT\), cannot be read \(TTY initialization failed/
        ]
    ];
    for (const [how, arrange, why] of ways) {
        it(`is not left behind where its terminal ${how}, and that is said`, async () => {
            const files = listOpenFiles().length;
            arrange();
            expect(() => start('sleep 30')).to.throw(why);
            // longer than until the end of the program would be told
            await sleep(500);
            expect(listOpenFiles().length).to.equal(files);
            expect(fs.readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim()).to.equal('');
        });
    }
});
