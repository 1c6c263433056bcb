import { expect } from 'chai';
import { ViewerId } from '../../kernel/common/ids';
import { AttachRequest } from '../../session/common/stream-frames';
import { SessionContext, StreamViewer } from '../../session/host/session-kind';
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
});
