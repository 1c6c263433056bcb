import { expect } from 'chai';
import { ViewerId } from '../../kernel/common/ids';
import { AttachRequest, ExitInfo } from '../../session/common/stream-frames';
import { SessionContext, StreamViewer } from '../../session/host/session-kind';
import { TestLog } from '../../kernel/testing/test-log';
import { PtyProcess } from './pty/pty-process';
import { TerminalHostFeature } from './terminal-feature';
import { TerminalOutput } from './terminal-output';
import { TerminalSession } from './terminal-session';

describe('terminal session', () => {
    it('lets go of a viewer whose attachment failed because the terminal took no size', () => {
        const watched: boolean[] = [];
        const output = { grid: undefined, resize: () => undefined, watched: (by: boolean) => watched.push(by) };
        const session = new TerminalSession({} as SessionContext, output as unknown as TerminalOutput, {
            file: '/bin/sh',
            args: []
        });
        const grid = { columns: 80, rows: 24 };
        session.run(grid, '', () => ({
            pid: 1,
            write: () => true,
            resize: () => {
                throw new Error('EBADF');
            }
        }));
        const request = { viewerId: ViewerId.parse('viewer-for-tests-1'), window: 64, grid } as AttachRequest;
        expect(() => session.attach({} as StreamViewer, request)).to.throw('EBADF');
        expect(watched).to.deep.equal([true, false]);
    });

    it('starts again also where its log could not be closed after it was cleared', async () => {
        const log = new TestLog();
        const output = {
            start: 0,
            end: 0,
            exit: { reason: 'exited with code 0', atMs: 1 } as ExitInfo | undefined,
            append: () => undefined,
            resize: () => undefined,
            watched: () => undefined,
            goOn: () => undefined,
            finish: () => Promise.reject(new Error('EIO'))
        };
        const context = { log, now: () => 2, limits: {} } as unknown as SessionContext;
        const program = { file: '/bin/sh', args: [] };
        const session = new TerminalSession(context, output as unknown as TerminalOutput, program);
        await session.clearOutput();
        const process: PtyProcess = { pid: 1, write: () => true, resize: () => undefined };
        expect(await session.runAgain(program, 'started again', () => process)).to.equal(process);
        await session.runAgain(program, 'started again', () => expect.fail('ENOENT')).catch(() => undefined);
        expect(await session.runAgain(program, 'started again', () => process)).to.equal(process);
        expect(log.errors).to.deep.equal(['terminal.log-close-failed', 'terminal.log-close-failed']);
    });

    it('takes output in its order, however large its pieces are, and whatever becomes of the memory that they were in', async () => {
        const appended: { at: number; text: string }[] = [];
        let said = false;
        const output = {
            end: 0,
            append(bytes: Uint8Array) {
                appended.push({ at: this.end, text: Buffer.from(bytes).toString() });
                this.end += bytes.length;
            }
        };
        const saysOnce: TerminalHostFeature = {
            joinTerminal: terminal => ({
                onOutput: bytes => {
                    if (!said && bytes.length > 60_000) {
                        said = true;
                        terminal.say('<said>');
                    }
                }
            })
        };
        const session = new TerminalSession(
            { log: new TestLog() } as unknown as SessionContext,
            output as unknown as TerminalOutput,
            { file: '/bin/sh', args: [] },
            [saysOnce]
        );
        const memory = Buffer.alloc(80_000);
        const pieces = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter, index) => {
            const count = [10, 16_383, 16_384, 5, 70_000, 16_383][index];
            memory.fill(letter, 0, count);
            session.onOutput(memory.subarray(0, count));
            memory.fill('!');
            return letter.repeat(count);
        });
        await new Promise(setImmediate);
        expect(appended.map(({ text }) => text).join('')).to.equal(pieces.join('').replace('f', '<said>f'));
        expect(appended.map(({ at }) => at)).to.deep.equal(
            appended.map((_, index) => appended.slice(0, index).reduce((sum, { text }) => sum + text.length, 0))
        );
    });
});
