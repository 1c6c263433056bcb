import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';
import { somePicture } from 'claude-extension/lib/runtime/testing/some-picture';
import { Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { IdePage } from '../pages/ide-page';
import { TerminalView } from '../pages/terminal-view';

const PROFILES = {
    'terminal.integrated.profiles.linux': {
        quick: {
            path: '/bin/sh',
            env: { FROM_PROFILE: 'yes' },
            cwd: 'deeper',
            icon: 'zap',
            color: 'terminal.ansiYellow'
        },
        missing: { path: '/no/such/shell' }
    }
};

test.describe('the view of terminals', () => {
    let dispatch: Installation;
    let folder: string;

    test.beforeAll(async () => {
        dispatch = await Installation.start();
        folder = join(dispatch.workspacesRoot, 'work');
        await mkdir(folder, { recursive: true });
    });

    test.afterAll(async () => dispatch.stop());

    test('splits, names, colours, profiles and settings, here and on every page, also after a reload', async ({
        page,
        browser
    }) => {
        const ide = new IdePage(page, dispatch);
        const terminal = new TerminalView(page);
        const tabs = page.locator('#theia-bottom-content-panel .lm-TabBar-tab');
        const shown = page.locator('.dispatch-terminal:not(.lm-mod-hidden)');
        const settings = (values: Record<string, unknown>): Promise<void> =>
            writeFile(join(dispatch.dataFolder, 'people/default/theia/settings.json'), JSON.stringify(values));
        await ide.signInByLink();
        await settings(PROFILES);
        await ide.openFolder(folder);
        await page.keyboard.press('Control+Shift+Backquote');
        await terminal.ready();

        await test.step('pictures are drawn, with their size or without it, also when they are large', async () => {
            // lower than a line of text, as the prompt takes the next one
            const picture = somePicture(40, 10);
            // more than is sent of what comes faster than a page takes it; what follows the end of a PNG is not looked at
            const large = Buffer.concat([picture, randomBytes(2 * 1024 * 1024)]);
            for (const [content, fields] of [
                [picture, 'inline=1'],
                [picture, `size=${picture.length};inline=1`],
                [large, `size=${large.length};inline=1`]
            ] as const) {
                const sequence = `\x1b]1337;File=${fields}:${content.toString('base64')}\x07\n`;
                await writeFile(join(folder, 'picture'), sequence);
                await terminal.run('clear; cat picture');
                await expect.poll(() => terminal.picturedPixels()).toBe(40 * 10);
                await terminal.run('clear');
                await expect.poll(() => terminal.picturedPixels()).toBe(0);
            }
        });

        await test.step('a split terminal is beside the first, in its folder', async () => {
            await terminal.run('mkdir -p deeper && cd deeper');
            await terminal.expectOnScreen(/deeper[$#%>]/);
            await page.keyboard.press('Control+Shift+Digit5');
            await expect(shown).toHaveCount(2);
            await expect(shown.nth(1).locator('.xterm-rows')).toContainText('deeper');
            const first = shown.nth(0).locator('.xterm-helper-textarea');
            const second = shown.nth(1).locator('.xterm-helper-textarea');
            await expect(second).toBeFocused();
            await page.keyboard.press('Alt+ArrowLeft');
            await expect(first).toBeFocused();
            await page.keyboard.press('Alt+ArrowRight');
            await expect(second).toBeFocused();
        });

        await test.step('a name and a colour are seen on a second page', async () => {
            await ide.runCommand('Terminal: Rename...');
            await page.keyboard.press('Control+A');
            await page.keyboard.type('builder');
            await page.keyboard.press('Enter');
            await expect(tabs.filter({ hasText: 'builder' })).toBeVisible();
            await ide.runCommand('Terminal: Change Color...');
            await page.locator('.quick-input-list .monaco-list-row', { hasText: /^Magenta$/ }).click();
            const context = await browser.newContext({ storageState: await page.context().storageState() });
            const second = await context.newPage();
            await second.goto(`${dispatch.origin}/#${folder}`);
            await new IdePage(second, dispatch).ready();
            await second.locator('[id="shell-tab-dispatch-sessions"]').click();
            const row = second.locator('.dispatch-session-row', { hasText: 'builder' });
            await expect(row.locator('.dispatch-terminal-terminal-ansiMagenta')).toBeVisible();
            await context.close();
        });

        await test.step('what is typed into a read-only terminal is not sent, and it says so', async () => {
            const second = shown.nth(1);
            await second.locator('.xterm-screen').click();
            await ide.runCommand('Terminal: Toggle Read-Only');
            await expect(second.getByText('Read-only', { exact: true })).toBeVisible();
            await page.keyboard.type('echo never');
            await expect(second.getByText(/what you type is not sent/)).toBeVisible();
            await expect(second.locator('.xterm-rows')).not.toContainText('never');
        });

        await test.step('a reload restores places, names and modes, and the focus, also in a narrow window', async () => {
            const { width, height } = page.viewportSize() ?? { width: 1400, height: 900 };
            await shown.nth(0).locator('.xterm-screen').click();
            await page.setViewportSize({ width: 400, height });
            await page.reload();
            await ide.ready();
            await expect(shown).toHaveCount(2);
            await expect(shown.nth(0).locator('.xterm-helper-textarea')).toBeFocused();
            await page.setViewportSize({ width, height });
            // a terminal that had no focus yet drew none
            await expect(shown.nth(0).locator('.xterm-cursor')).toHaveCount(1);
            await expect(shown.nth(1).locator('.xterm-cursor')).toHaveCount(1);
            await expect(tabs.filter({ hasText: 'builder' })).toHaveClass(/dispatch-tab-read-only/);
            await shown.nth(1).getByRole('button', { name: 'Allow Typing' }).first().click();
            await shown.nth(1).locator('.xterm-screen').click();
            await page.keyboard.type('echo again\n');
            await expect(shown.nth(1).locator('.xterm-rows')).toContainText(/\nagain|again\s*again/);
        });

        await test.step('a profile says what starts; a wrong one says what is wrong', async () => {
            const menu = page.locator('[id="terminal:new"] + div').first();
            await menu.click();
            await page.locator('.lm-Menu-item', { hasText: 'quick' }).click();
            await expect(tabs.locator('.codicon-zap.dispatch-terminal-terminal-ansiYellow')).toBeVisible();
            const quick = page.getByRole('region', { name: 'Terminal: sh' });
            await quick.locator('.xterm-screen').click();
            await page.keyboard.type('echo profile:$FROM_PROFILE:${PWD##*/}\n');
            await expect(quick.locator('.xterm-rows')).toContainText('profile:yes:deeper');
            await menu.click();
            await page.locator('.lm-Menu-item', { hasText: 'missing' }).click();
            await expect(shown.getByText(/\/no\/such\/shell was not found/)).toBeVisible();
        });

        await test.step('a setting acts at once on what is open', async () => {
            const row = shown.first().locator('.xterm-rows > div').first();
            const height = async (): Promise<number> => (await row.boundingBox())?.height ?? 0;
            const before = await height();
            await settings({ ...PROFILES, 'terminal.integrated.fontSize': 24 });
            await expect.poll(height).toBeGreaterThan(before);
        });
    });
});
