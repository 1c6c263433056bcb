import { createReadStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { EarlierOutput } from '../pages/earlier-output';
import { IdePage } from '../pages/ide-page';
import { TerminalView } from '../pages/terminal-view';

const LINES = 200_000;

test.describe('earlier output of a terminal', () => {
    let dispatch: Installation;
    let folder: string;

    test.beforeAll(async () => {
        dispatch = await Installation.start({
            prepare: async ({ dataFolder }) => {
                const settings = join(dataFolder, 'people/default/theia');
                await mkdir(settings, { recursive: true });
                // few lines to go up until the earlier output begins
                await writeFile(join(settings, 'settings.json'), '{ "terminal.integrated.scrollback": 300 }');
            }
        });
        folder = join(dispatch.workspacesRoot, 'work');
        await mkdir(folder, { recursive: true });
    });

    test.afterAll(async () => dispatch.stop());

    test('all of it can be scrolled to, found and exported, also after a reload', async ({ page }) => {
        const ide = new IdePage(page, dispatch);
        const terminal = new TerminalView(page);
        await ide.signInByLink(folder);
        await page.keyboard.press('Control+Shift+Backquote');
        await terminal.ready();
        await terminal.run(`seq -f 'numbered line %.0f' ${LINES}; echo all print''ed`);
        await terminal.expectOnScreen('all printed', 60_000);

        await test.step('scroll, find, export', () => everythingIsThere(page, ide));
        await page.reload();
        await ide.ready();
        await terminal.expectOnScreen('all printed');
        await test.step('the same after a reload', () => everythingIsThere(page, ide));
    });

    async function everythingIsThere(page: IdePage['page'], ide: IdePage): Promise<void> {
        const terminal = new TerminalView(page);
        const earlier = new EarlierOutput(page);

        await test.step('beyond the scrollback, line by line, and back', async () => {
            await terminal.focus();
            await earlier.pageUpTo(/numbered line 19[0-9]{4}/);
            await expect(earlier.bar).toContainText(/Earlier output · \d\d:\d\d.* · .*B before now/);
            await earlier.turn(-500);
            await page.keyboard.press('Escape');
            await expect(earlier.layer).toHaveCount(0);
            await terminal.expectOnScreen('all printed');
        });

        await test.step('up to line 1', async () => {
            await terminal.focus();
            await page.keyboard.press('Shift+Home');
            await expect(earlier.rows).toContainText(/numbered line 1(?!\d)/);
            await page.keyboard.press('Escape');
            await expect(earlier.layer).toHaveCount(0);
        });

        await test.step('an expression that matches in the oldest part', async () => {
            await earlier.find('line 1?23$');
            await expect(earlier.findStatus).toContainText('2 in earlier output', { timeout: 30_000 });
            await earlier.findInput.press('Enter');
            await expect(earlier.rows).toContainText('numbered line 123');
            await expect(earlier.findStatus).toHaveText('1 of 2 in earlier output');
            await earlier.findInput.press('Enter');
            await expect(earlier.findStatus).toHaveText('2 of 2 in earlier output');
            await expect(earlier.rows).toContainText('numbered line 23');
            await expect(earlier.layer.locator('.xterm-find-result-decoration').first()).toBeVisible();
            // round: the oldest one is followed by the newest one
            await earlier.findInput.press('Enter');
            await expect(earlier.findStatus).toHaveText('1 of 2 in earlier output');
            await earlier.findInput.press('Shift+Enter');
            await expect(earlier.findStatus).toHaveText('2 of 2 in earlier output');
            await page.keyboard.press('Escape');
            await expect(earlier.findInput).toBeHidden();
            await page.keyboard.press('Escape');
            await expect(earlier.layer).toHaveCount(0);
        });

        await test.step('the same expression once more, and what is typed then goes to the program and is seen', async () => {
            await page.keyboard.press('Control+F');
            await expect(earlier.findStatus).toContainText('2 in earlier output', { timeout: 30_000 });
            await earlier.findInput.press('Enter');
            await expect(earlier.rows).toContainText('numbered line 123');
            await page.keyboard.press('Escape');
            await expect(earlier.findInput).toBeHidden();
            await page.keyboard.type('echo typed-$((1 + 1))\n');
            await expect(earlier.layer).toHaveCount(0);
            await terminal.expectOnScreen('typed-2');
        });

        await test.step('back by the button', async () => {
            await page.keyboard.press('Shift+Home');
            await earlier.bar.getByRole('button', { name: /Back to now/ }).click();
            await expect(earlier.layer).toHaveCount(0);
        });

        await test.step('exported as text', async () => {
            await terminal.focus();
            await ide.runCommand('Terminal: Export Output as Text…');
            const downloading = page.waitForEvent('download');
            await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Download' }).click();
            const file = await (await downloading).path();
            let next = 1;
            for await (const line of createInterface(createReadStream(file))) {
                next += line === `numbered line ${next}` ? 1 : 0;
            }
            expect(next).toBe(LINES + 1);
            expect(await readFile(file, 'utf8')).not.toContain('\x1b');
        });
    }
});
