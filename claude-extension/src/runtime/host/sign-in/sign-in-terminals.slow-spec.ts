import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { FeaturedTerminal } from 'dispatch-extension/lib/terminal/host/terminal-api';
import { FakeSessionContext } from '../../../conversation/testing/fake-session-context';
import { CLAUDE_SIGN_IN, signInOf } from '../../common/claude-sign-in';
import { SignInTerminals } from './sign-in-terminals';

const START = {
    file: '/bin/sh',
    args: ['-i'],
    env: {
        PATH: '/bin',
        HTTPS_PROXY: 'http://proxy:3128',
        CLAUDE_CONFIG_DIR: '/home/ada/claude',
        ANTHROPIC_BASE_URL: 'http://127.0.0.1:3030/meter',
        ANTHROPIC_AUTH_TOKEN: 'of the meter',
        ANTHROPIC_API_KEY: 'sk-ant-mine',
        CLAUDE_CODE_OAUTH_TOKEN: 'mine',
        CLAUDE_CODE_USE_BEDROCK: '1'
    }
};
const TOLD = { [CLAUDE_SIGN_IN]: {} };

describe('terminals in which a person signs in', () => {
    let folder: string;
    let context: FakeSessionContext;

    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), 'claude-sign-in-'));
        context = new FakeSessionContext(folder);
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    const terminals = (file?: string): SignInTerminals =>
        new SignInTerminals({ HOME: folder }, { findBinary: async () => file }, 5);

    it('run Claude Code as it is installed, and are told no key, no address and no other account', async () => {
        expect(await terminals('/opt/claude').prepareStart(START, context, TOLD)).to.deep.equal({
            file: '/opt/claude',
            args: ['auth', 'login'],
            env: {
                PATH: '/bin',
                HTTPS_PROXY: 'http://proxy:3128',
                CLAUDE_CONFIG_DIR: '/home/ada/claude',
                DISABLE_AUTOUPDATER: '1'
            }
        });
        expect(signInOf(context.info.detail)).to.deep.equal({ signedIn: false });
    });

    it('are refused with what to do where it is not installed', async () => {
        const refused = await terminals()
            .prepareStart(START, context, TOLD)
            .catch((error: { code: string }) => error.code);
        expect(refused).to.equal('claude.no-program');
    });

    it('are none of the others, which are left as they are', async () => {
        expect(await terminals('/opt/claude').prepareStart(START, context, {})).to.equal(START);
        expect(terminals().joinTerminal({ context } as unknown as FeaturedTerminal)).to.equal(undefined);
    });

    it('tell when the person is signed in, and not because of a sign-in from before', async () => {
        await signIn(folder, 'before');
        const feature = terminals('/opt/claude');
        await feature.prepareStart(START, context, TOLD);
        const watch = feature.joinTerminal({ context } as unknown as FeaturedTerminal);
        watch?.onOutput?.(new Uint8Array(1), 0);
        await sleep(30);
        expect(signInOf(context.info.detail)).to.deep.equal({ signedIn: false });
        await signIn(folder, 'now');
        for (let tries = 0; tries < 100 && !signInOf(context.info.detail)?.signedIn; tries++) {
            await sleep(10);
        }
        expect(signInOf(context.info.detail)).to.deep.equal({ signedIn: true });
        await watch?.dispose?.();
    });

    it('look once more when the program has ended', async () => {
        const feature = new SignInTerminals({ HOME: folder }, { findBinary: async () => '/opt/claude' }, 60_000);
        await feature.prepareStart(START, context, TOLD);
        const watch = feature.joinTerminal({ context } as unknown as FeaturedTerminal);
        watch?.onOutput?.(new Uint8Array(1), 0);
        await sleep(5);
        await signIn(folder, 'now');
        watch?.onExit?.('exited with code 0');
        for (let tries = 0; tries < 100 && !signInOf(context.info.detail)?.signedIn; tries++) {
            await sleep(10);
        }
        expect(signInOf(context.info.detail)).to.deep.equal({ signedIn: true });
    });
});

async function signIn(home: string, accessToken: string): Promise<void> {
    await mkdir(join(home, '.claude'), { recursive: true });
    const claudeAiOauth = { accessToken, refreshToken: 'r', expiresAt: Date.now() + 3_600_000 };
    await writeFile(join(home, '.claude', '.credentials.json'), JSON.stringify({ claudeAiOauth }));
}
