import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Locator, Page } from '@playwright/test';
import { Installation, until } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { IdePage } from '../pages/ide-page';
import { TerminalView } from '../pages/terminal-view';

/** One transparent pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test.describe('a terminal and the clipboard', () => {
    let dispatch: Installation;
    let folder: string;

    test.beforeAll(async () => {
        dispatch = await Installation.start();
        folder = join(dispatch.workspacesRoot, 'my work');
        await mkdir(join(folder, 'src'), { recursive: true });
        await writeFile(join(folder, 'src/a.ts'), '// a line\n'.repeat(30));
    });

    test.afterAll(async () => dispatch.stop());

    test('pastes, drops, programs that copy, and links', async ({ page }) => {
        const ide = new IdePage(page, dispatch);
        const terminal = new TerminalView(page);
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        await ide.signInByLink(folder);
        await page.keyboard.press('Control+Shift+Backquote');
        await terminal.ready();

        await test.step('several lines are asked about where a program would take them one by one', async () => {
            await terminal.run("echo rea''dy; cat > pasted.txt");
            await terminal.expectOnScreen('ready');
            await copy(page, 'one\ntwo\x1b[201~\nthree\n');
            await terminal.focus();
            await page.keyboard.press('Control+V');
            const dialog = page.locator('.dialogBlock', { hasText: 'paste 3 lines' });
            await expect(dialog).toContainText('two');
            await dialog.getByRole('button', { name: 'Paste', exact: true }).click();
            await terminal.expectOnScreen('three');
            await page.keyboard.press('Control+D');
            await until('the lines are in the file', async () => {
                const pasted = await readFile(join(folder, 'pasted.txt'), 'utf8').catch(() => '');
                return pasted === 'one\ntwo␛[201~\nthree\n';
            });
        });

        await test.step('a large paste arrives whole', async () => {
            const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index} of a large paste`).join('\n');
            await terminal.run("stty -echo; echo read''y again; cat > large.txt; stty echo");
            await terminal.expectOnScreen('ready again');
            await copy(page, `${lines}\n`);
            await page.keyboard.press('Control+V');
            await page.getByRole('button', { name: 'Paste', exact: true }).click();
            await until(
                'all of it is in the file',
                async () => (await readFile(join(folder, 'large.txt'), 'utf8').catch(() => '')) === `${lines}\n`,
                30_000
            );
            await page.keyboard.press('Control+D');
        });

        await test.step('a picture from the clipboard is stored, and its path is typed in quotes', async () => {
            await terminal.focus();
            await page.keyboard.type('wc -c ');
            await page.evaluate(async pixel => {
                const bytes = Uint8Array.from(atob(pixel), character => character.charCodeAt(0));
                await navigator.clipboard.write([
                    new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })
                ]);
            }, PIXEL);
            await page.keyboard.press('Control+V');
            await terminal.expectOnScreen(/'\S+my work\/\.dispatch\/dropped\/\S+-image\.png'/);
            await page.keyboard.press('Enter');
            await terminal.expectOnScreen(/\d+ \S+my work\/\.dispatch\/dropped\/\S+-image\.png/);
            expect(await readFile(join(folder, '.dispatch/dropped/.gitignore'), 'utf8')).toBe('*\n');
        });

        await test.step('dropped files are stored, small and large, and a folder of them is typed', async () => {
            await terminal.focus();
            await page.keyboard.type('cksum ');
            const dropped = await page.evaluateHandle(() => {
                const transfer = new DataTransfer();
                transfer.items.add(new File(['notes'], 'my notes.txt'));
                transfer.items.add(new File([new Uint8Array(3 * 1024 * 1024)], 'large.bin'));
                return transfer;
            });
            await terminal.element.dispatchEvent('drop', { dataTransfer: dropped });
            await terminal.expectOnScreen(/my-notes\.txt' '\S+my work\S+-large\.bin'/);
            await page.keyboard.press('Enter');
            await terminal.expectOnScreen(/\d+ 3145728 \S/);
            const names = await readdir(join(folder, '.dispatch/dropped'));
            expect(names.filter(name => /^\d{4}-.*-(?:my-notes\.txt|large\.bin|image\.png)$/.test(name))).toHaveLength(
                3
            );
        });

        await test.step('a program that copies is asked about once, and not again by old output', async () => {
            const asks = page.locator('.theia-notification-list-item', { hasText: 'on your clipboard' });
            await terminal.run(`printf '\\e]52;c;%s\\a' $(printf hello | base64)`);
            await expect(asks.first()).toContainText(
                '“Allow” holds for this terminal until this browser tab is closed'
            );
            await asks.getByRole('button', { name: 'Allow' }).click();
            await expect.poll(() => clipboard(page)).toBe('hello');
            await terminal.run(`printf '\\e]52;c;%s\\a' $(printf again | base64)`);
            await expect.poll(() => clipboard(page)).toBe('again');
            await copy(page, 'mine');
            await page.reload();
            await ide.ready();
            await terminal.expectOnScreen('printf again');
            await terminal.run('echo after the reload');
            await terminal.expectOnScreen(/reloadafter|\nafter the reload|after the reload.*after the reload/s);
            await expect(asks).toHaveCount(0);
            expect(await clipboard(page)).toBe('mine');
        });

        await test.step('a place in a file opens the editor there', async () => {
            await terminal.run('cd src');
            await terminal.run('clear; echo "a.ts(12,5): error TS2322"');
            await follow(page, terminal, 'a.ts(12,5): error', 2);
            await expect(ide.tab('a.ts')).toBeVisible();
            await expect(page.locator('#theia-statusBar')).toContainText('Ln 12, Col 5');
            await terminal.run('cd ..');
        });

        await test.step('a hyperlink says where it leads, and asks when it looks like another', async () => {
            await terminal.run(`clear; printf '\\e]8;;https://elsewhere.invalid/\\ahttps://example.com\\e]8;;\\a\\n'`);
            await follow(page, terminal, /^https:\/\/example\.com\s*$/, 3);
            const dialog = page.locator('.dialogBlock', { hasText: 'Follow this link?' });
            await expect(dialog).toContainText('https://elsewhere.invalid/');
            // who only presses Enter goes nowhere
            await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
            await dialog.getByRole('button', { name: 'Cancel' }).click();
        });

        await test.step('links are opened by keyboard, also those that are printed while the list is open', async () => {
            const link = `printf '\\e]8;;https://docs.invalid/guide\\athe guide\\e]8;;\\a\\n'`;
            await terminal.run(`clear; ${link}; sleep 1; printf "src/%s:7:3 here\\n" a.ts`);
            await page.keyboard.press('Control+Shift+G');
            const hyperlink = page.locator('.quick-input-list .monaco-list-row', { hasText: 'the guide' });
            await expect(hyperlink).toContainText('https://docs.invalid/guide');
            await page.locator('.quick-input-list .monaco-list-row', { hasText: 'src/a.ts:7:3' }).click();
            await expect(page.locator('#theia-statusBar')).toContainText('Ln 7, Col 3');
        });
    });
});

async function copy(page: Page, text: string): Promise<void> {
    await page.evaluate(copied => navigator.clipboard.writeText(copied), text);
}

async function clipboard(page: Page): Promise<string> {
    return page.evaluate(() => navigator.clipboard.readText());
}

/** Ctrl+click on the last row with this text, some columns into it. */
async function follow(page: Page, terminal: TerminalView, text: string | RegExp, column: number): Promise<void> {
    const row: Locator = terminal.element.locator('.xterm-rows > div').filter({ hasText: text }).last();
    await expect(row).toBeVisible();
    const box = await row.boundingBox();
    if (!box) {
        throw new Error('the row has no place');
    }
    const [x, y] = [box.x + column * 8, box.y + box.height / 2];
    await page.mouse.move(x - 4, y);
    await page.mouse.move(x, y);
    await expect(terminal.element.locator('.dispatch-terminal-link')).toBeVisible();
    await page.keyboard.down('Control');
    await page.mouse.click(x, y);
    await page.keyboard.up('Control');
}
