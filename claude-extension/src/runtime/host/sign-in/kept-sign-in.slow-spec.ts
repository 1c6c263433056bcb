import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { KeptSignIn } from './kept-sign-in';

const SIGNED_IN = JSON.stringify({ claudeAiOauth: { accessToken: 'a', refreshToken: 'r', expiresAt: 1 } });

describe('the sign-in that Claude Code keeps', () => {
    let home: string;
    let file: string;
    let kept: KeptSignIn;

    beforeEach(async () => {
        home = await mkdtemp(join(tmpdir(), 'claude-kept-'));
        await mkdir(join(home, '.claude'));
        file = join(home, '.claude', '.credentials.json');
        kept = new KeptSignIn({ HOME: home });
    });
    afterEach(() => rm(home, { recursive: true, force: true }));

    it('is none where there is no file, half of one, or one with tokens of MCP servers only', async () => {
        expect(await kept.state()).to.equal('signed-out');
        for (const text of ['', SIGNED_IN.slice(0, 20), '{"mcpOAuth":{"docs":{"accessToken":"a"}}}']) {
            await writeFile(file, text);
            expect(await kept.state()).to.equal('signed-out');
        }
        await writeFile(file, SIGNED_IN);
        expect(await kept.state()).to.equal('signed-in');
    });

    it('is looked for where the person has Claude Code keep it', async () => {
        await writeFile(file, SIGNED_IN);
        const elsewhere = new KeptSignIn({ HOME: home, CLAUDE_CONFIG_DIR: join(home, 'elsewhere') });
        expect(await elsewhere.state()).to.equal('signed-out');
    });

    it('that was refused is refused until it is another one', async () => {
        await writeFile(file, SIGNED_IN);
        await kept.noteRefused();
        expect(await kept.state()).to.equal('refused');
        await utimes(file, 1, 1);
        expect(await kept.state()).to.equal('signed-in');
    });
});
