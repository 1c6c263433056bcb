import * as fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import * as nodePty from 'node-pty';
import { closeInheritedFiles } from '../../../kernel/host/inherited-files';
import { countTerminals, listChildren } from '../../testing/own-processes';
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

async function until(isTrue: () => boolean): Promise<void> {
    for (let tries = 0; !isTrue(); tries++) {
        if (tries > 500) {
            throw new Error('it did not come');
        }
        await sleep(10);
    }
}

describe('a process on a pseudo terminal', function () {
    this.timeout(30_000);
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

    it('is read to the end when it is closed, also where this process was busy', async () => {
        const ended = start(`trap '' HUP; { sleep 0.2; seq 1 100; sleep 3; } & echo $!`);
        await until(() => ended.output.includes('\n'));
        // its end is told meanwhile
        await sleep(50);
        // then its terminal is closed before anything is read by itself
        await new Promise(setImmediate);
        const untilMs = performance.now() + 600;
        while (performance.now() < untilMs) {
            continue;
        }
        await ended.exit;
        const [pid, ...lines] = ended.output.trim().split('\r\n');
        expect(lines).to.deep.equal(Array.from({ length: 100 }, (_, at) => `${at + 1}`));
        process.kill(Number(pid));
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

    for (const told of [0, {}, undefined, { fd: 1, pid: 1 }]) {
        it(`is found where node-pty tells ${inspect(told)} instead of what it has made`, async () => {
            native.fork = (...args) => {
                fork(...args);
                return told;
            };
            const ended = start('read -r line; echo "$$ $line"; stty size; exit 3');
            ended.process.resize({ columns: 100, rows: 30 });
            ended.process.write(Buffer.from('once\n'));
            expect(await ended.exit).to.deep.equal({ exitCode: 3 });
            expect(ended.output).to.equal(`once\r\n${ended.process.pid} once\r\n30 100\r\n`);
            expect(ended.process.mistold).to.equal(inspect(told));
        });
    }

    it('is found also where its program has ended before it could be', async () => {
        native.fork = (...args) => {
            const { pid } = fork(...args) as { pid: number };
            while (fs.existsSync(`/proc/${pid}`)) {
                continue;
            }
            return 0;
        };
        const ended = start('echo once; exit 3');
        expect(await ended.exit).to.deep.equal({ exitCode: 3 });
        expect(ended.output).to.equal('once\r\n');
        expect(() => process.kill(ended.process.pid, 0)).to.throw('ESRCH');
    });

    it('is what node-pty tells while other threads open and close files', async () => {
        const reader = new Worker(
            `const fs = require('node:fs'); setInterval(() => { for (let n = 0; n < 20; n++) fs.readFileSync('/proc/self/stat'); }, 1)`,
            { eval: true }
        );
        try {
            for (let round = 0; round < 50; round++) {
                const ended = start('exit 3');
                expect(await ended.exit).to.deep.equal({ exitCode: 3 });
                expect(ended.process.mistold).to.be.oneOf([undefined, '0']);
            }
        } finally {
            await reader.terminate();
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
            const [terminals, before] = [countTerminals(), listChildren()];
            arrange();
            expect(() => start('sleep 30')).to.throw(why);
            await until(() => listChildren().every(pid => before.includes(pid)));
            expect(countTerminals()).to.equal(terminals);
            // longer than until its end would be told
            await sleep(300);
        });
    }
});
