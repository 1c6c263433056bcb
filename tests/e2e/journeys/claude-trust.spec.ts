import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { ClaudeView } from '../pages/claude-view';
import { IdePage } from '../pages/ide-page';

test.describe('what a repository brings for Claude Code', () => {
    let api: FakeMessagesApi;
    let dispatch: Installation;
    let folder: string;

    test.beforeAll(async () => {
        api = await FakeMessagesApi.start(demoScript());
        const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-canary-0123456789' };
        dispatch = await Installation.start({ env });
        folder = join(dispatch.workspacesRoot, 'work');
        await mkdir(join(folder, '.claude'), { recursive: true });
        await bringHook('first');
    });

    test.afterAll(async () => {
        await dispatch.stop();
        await api.close();
    });

    async function bringHook(name: string): Promise<void> {
        const hooks = { SessionStart: [{ hooks: [{ type: 'command', command: `touch ran-${name} # \u202e` }] }] };
        await writeFile(join(folder, '.claude', 'settings.json'), JSON.stringify({ hooks }));
    }

    const ran = (name: string): Promise<boolean> =>
        access(join(folder, `ran-${name}`)).then(
            () => true,
            () => false
        );

    test('is shown, used once it is trusted, and asked about again when it changed', async ({ page }) => {
        const ide = new IdePage(page, dispatch);
        const claude = new ClaudeView(page);
        const banner = page.locator('.dispatch-trust-banner:visible');
        await ide.signInByLink(folder);
        await ide.runCommand('Claude: New Claude Session');
        await claude.ask('Hello.');
        await claude.expectSaid('Shall I run the tests?');
        await expect(banner).toContainText('This folder brings settings for Claude Code: 1 hook.');
        expect(await ran('first')).toBe(false);
        // in a narrow window its words once stood one letter to a line, over everything
        await page.setViewportSize({ width: 416, height: 860 });
        await expect.poll(async () => (await banner.boundingBox())?.height).toBeLessThan(160);
        await page.setViewportSize({ width: 1400, height: 900 });

        await banner.getByRole('button', { name: 'Show what it brings…' }).click();
        const dialog = page.locator('.dispatch-trust-dialog');
        await expect(dialog).toContainText('SessionStart: touch ran-first');
        await expect(dialog).toContainText('U+202E');
        await page.screenshot({ path: test.info().outputPath('trust.png') });
        await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
        await page.keyboard.press('Enter');
        await expect(dialog).toHaveCount(0);
        await expect(banner).toContainText('1 hook');
        await banner.getByRole('button', { name: 'Show what it brings…' }).click();
        await dialog.getByRole('button', { name: 'Trust this folder' }).click();
        await expect(banner).toHaveCount(0);

        await claude.ask('And now?');
        await expect.poll(() => ran('first')).toBe(true);
        await expect(page.getByText('Shall I run the tests?')).toHaveCount(2);
        await bringHook('second');
        await claude.ask('Once more.');
        await expect(banner).toContainText('have changed since you trusted it: 1 hook.');
        await expect(page.getByText('Shall I run the tests?')).toHaveCount(3);
        expect(await ran('second')).toBe(false);
    });
});
