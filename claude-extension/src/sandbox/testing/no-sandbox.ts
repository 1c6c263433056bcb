import { SilentLog } from '../../conversation/testing/fake-session-context';
import { Sandbox, SandboxSettings } from '../host/sandbox-api';

export const UNTOUCHED: SandboxSettings = { mode: 'off', deniedPaths: [], protectedPaths: [], unixSockets: true };

/** One that has no launcher, so that nothing is denied. */
export function noSandbox(): Sandbox {
    const nowhere = { dataFolder: '/nowhere', programFolder: '/nowhere', workspacesRoot: '/nowhere' };
    return new Sandbox(nowhere, {}, new SilentLog());
}
