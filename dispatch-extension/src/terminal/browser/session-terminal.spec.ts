import { expect } from 'chai';
import { SessionId } from '../../kernel/common/ids';
import type { SessionSocketManager } from '../../session/browser/session-socket-manager';
import { SessionErrors } from '../../session/common/session-errors';
import { SessionTerminal } from './session-terminal';
import type { XtermScreen } from './xterm/xterm-screen';

describe('terminal of a session', () => {
    it('tells when input was dropped because the program does not read (it went without a word)', () => {
        const connection = { dispose: () => undefined };
        const terminal = new SessionTerminal(
            SessionId.parse('0'.repeat(26)),
            {} as unknown as XtermScreen,
            { fit: () => undefined, driverTold: () => undefined },
            { connect: () => connection } as unknown as SessionSocketManager
        );
        const told: string[] = [];
        terminal.onDidDropInput(({ code }) => told.push(code));
        terminal.inputRefused(SessionErrors.inputRefused());
        terminal.dispose();
        expect(told).to.deep.equal(['session.input-refused']);
    });
});
