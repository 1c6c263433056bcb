import { expect } from 'chai';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { TestLog } from '../../kernel/testing/test-log';
import { SessionChange } from '../../session/host/session-kind';
import { FeaturedTerminal } from '../../terminal/host/terminal-feature';
import { ShellDetail } from '../common/shell-integration-protocol';
import { CommandRecorder } from './command-recorder';

describe('what pages are told of commands', () => {
    let folder: string;
    let told: ShellDetail['command'][];
    let output: Buffer;
    let recorder: CommandRecorder;
    let terminal: FeaturedTerminal;

    beforeEach(() => {
        folder = fs.mkdtempSync(path.join(tmpdir(), 'dispatch-commands-'));
        told = [];
        output = Buffer.alloc(0);
        terminal = {
            context: {
                storageFolder: folder,
                info: { detail: {} },
                now: Date.now,
                update: ({ detail }: SessionChange) => told.push(ShellDetail.parse(detail).command)
            },
            log: new TestLog(),
            bytes: {
                read: (from: number, budget: number) => output.subarray(from, from + budget),
                nextRetained: (from: number) => from,
                get end() {
                    return output.length;
                }
            }
        } as unknown as FeaturedTerminal;
        recorder = new CommandRecorder(terminal, { hostName: 'here' }, {});
    });

    afterEach(() => {
        recorder.dispose();
        fs.rmSync(folder, { recursive: true });
    });

    /** In pieces, all in the same memory, as they are read from a terminal. */
    function print(text: string): void {
        const piece = Buffer.alloc(7);
        for (let rest = Buffer.from(text); rest.length > 0; rest = rest.subarray(piece.length)) {
            const at = output.length;
            const count = rest.copy(piece);
            output = Buffer.concat([output, piece.subarray(0, count)]);
            recorder.onOutput(piece.subarray(0, count), at);
            piece.fill(0);
        }
    }

    const start = (line: string): void => print(`\x1b]133;A\x07$ \x1b]133;B\x07${line}\r\n\x1b]133;C\x07`);
    const end = (): void => print('output\r\n\x1b]133;D;3\x07');
    const after = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

    it('is that it runs, where it runs for a while', async () => {
        start('make');
        while (told.length === 0) {
            await after(5);
        }
        expect(told).to.have.length(1);
        expect(told[0]).to.deep.include({ n: 1, line: 'make', endedAtMs: undefined });
    });

    it('is its end alone, where it was short', async () => {
        start('make');
        // timers of one process come in their order, however late
        await after(300);
        expect(told).to.deep.equal([]);
        end();
        await after(300);
        expect(told.map(command => command?.exitCode)).to.deep.equal([3]);
    });

    it('is told though one follows the other without a pause', async () => {
        for (let round = 0; told.length === 0; round++) {
            expect(round).to.be.below(50);
            start('true');
            end();
            await after(20);
        }
        expect(told[0]?.exitCode).to.equal(3);
    });

    it('is, of one that ran when the session host ended, that it has ended there', async () => {
        start('true');
        end();
        start('make');
        recorder.dispose();
        recorder = new CommandRecorder(terminal, { hostName: 'here' }, {});
        const { commands } = await recorder.listCommands({ limit: 10 });
        expect(commands.map(({ exitCode, endAt }) => [exitCode, endAt !== undefined])).to.deep.equal([
            [3, true],
            [undefined, true]
        ]);
        expect(commands[1]).to.deep.include({ line: 'make', endAt: output.length });
        expect(commands[1].endedAtMs).to.equal(undefined);
    });
});
