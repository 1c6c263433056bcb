import { join } from 'node:path';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { Browser, Page } from '@playwright/test';
import { Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { IdePage } from '../pages/ide-page';
import { SessionsView } from '../pages/sessions-view';
import { TerminalView } from '../pages/terminal-view';

/** A program on the whole screen, like an editor: draws a frame of its size, writes down each SIGWINCH, ends with q. */
const EDITOR = `
    const fs = require('node:fs');
    const { spawnSync } = require('node:child_process');
    const size = () => spawnSync('stty', ['size'], { stdio: ['inherit', 'pipe', 'ignore'] }).stdout.toString().trim();
    const draw = () => {
        const [rows, columns] = size().split(' ').map(Number);
        const line = '─'.repeat(columns - 2);
        process.stdout.write('\\x1b[?1049h\\x1b[2J\\x1b[H┌' + line + '┐');
        process.stdout.write('\\x1b[3;4Heditor of ' + columns + ' x ' + rows + '\\x1b[' + rows + ';1H└' + line + '┘');
    };
    process.on('SIGWINCH', () => { fs.appendFileSync('winch.log', size() + '\\n'); draw(); });
    process.stdin.setRawMode(true);
    process.stdin.on('data', key => {
        if (key.toString() === 'q') {
            process.stdout.write('\\x1b[?1049l');
            process.exit();
        }
    });
    draw();`;

test.describe('two pages', () => {
    let dispatch: Installation;
    let folder: string;

    test.beforeAll(async () => {
        dispatch = await Installation.start();
        folder = join(dispatch.workspacesRoot, 'work');
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, 'editor.js'), EDITOR);
    });

    test.afterAll(async () => dispatch.stop());

    test('share one terminal without a fight for its size, and start it again after the end of its host', async ({
        page,
        browser
    }) => {
        const ide = new IdePage(page, dispatch);
        const terminal = new TerminalView(page);
        await ide.signInByLink(folder);
        await page.keyboard.press('Control+Shift+Backquote');
        await terminal.ready();
        await terminal.run('echo words from before');
        await terminal.run(`"${process.execPath}" editor.js`);
        await terminal.expectOnScreen(/editor of \d+ x \d+/);
        const sizeOfFirst = await shownSize(terminal);

        const second = await openSecond(browser, page);
        const narrow = new TerminalView(second);
        const viewing = narrow.element.locator('.dispatch-terminal-viewing');

        await test.step('the second page shows the same at the size of the first, and the program hears nothing of it', async () => {
            await narrow.expectOnScreen(`editor of ${sizeOfFirst}`);
            await expect(viewing).toContainText('Sized by another window');
            await second.setViewportSize({ width: 400, height: 800 });
            await expect(viewing).toBeVisible();
            await narrow.expectOnScreen(`editor of ${sizeOfFirst}`);
            await shoot(second, 'viewer-narrow');
            expect(await windowChanges(folder)).toEqual([]);
        });

        await test.step('it takes over with one click', async () => {
            await viewing.getByRole('button', { name: 'Take Over' }).click();
            await expect(viewing).toBeHidden();
            await expect
                .poll(async () => (await shownSize(narrow)) !== sizeOfFirst, { message: 'a size of its own' })
                .toBe(true);
            await terminal.expectOnScreen(`editor of ${await shownSize(narrow)}`);
            await expect(terminal.element.getByText('Sized by another window')).toBeVisible();
            await shoot(page, 'viewer-wide');
            await shoot(second, 'driver-narrow');
            expect((await windowChanges(folder)).length).toBeLessThanOrEqual(2);
        });

        await test.step('the first takes it back by typing, and a reload leaves it there', async () => {
            const before = (await windowChanges(folder)).length;
            await terminal.focus();
            await page.keyboard.type('x');
            await narrow.expectOnScreen(`editor of ${sizeOfFirst}`);
            await expect(viewing).toBeVisible();
            await page.reload();
            await ide.ready();
            await terminal.expectOnScreen(`editor of ${sizeOfFirst}`);
            await expect(terminal.element.getByText('Sized by another window')).toBeHidden();
            await expect(viewing).toBeVisible();
            // taken back, and as the reloaded page lays itself out: once before its side bars are there, once after
            expect((await windowChanges(folder)).length - before).toBeLessThanOrEqual(3);
            await terminal.focus();
            await page.keyboard.type('q');
            await terminal.ready();
        });

        await test.step('a low page follows the line of the cursor, unless somebody scrolls there', async () => {
            const place = narrow.element.locator('.dispatch-terminal-screen');
            const scrolled = (): Promise<number> => place.evaluate(element => element.scrollTop);
            await second.setViewportSize({ width: 400, height: 300 });
            await terminal.run('seq 1 60; echo the last line');
            await narrow.expectOnScreen('the last line');
            await expect.poll(scrolled).toBeGreaterThan(0);
            await shoot(second, 'viewer-low');
            await place.evaluate(element => (element.scrollTop = 0));
            await terminal.run('echo one more line');
            await narrow.expectOnScreen('one more line');
            expect(await scrolled()).toBe(0);
            await second.setViewportSize({ width: 400, height: 800 });
            await terminal.run('clear; echo words from before');
        });

        await test.step('the list of what runs stands before the end', async () => {
            await terminal.run('sleep 4242');
            await ide.runCommand('Terminal: End Terminal');
            const dialog = page.locator('.dispatch-end-dialog');
            await expect(dialog).toContainText('sleep 4242');
            await expect(page.locator('.dialogBlock .dialogTitle')).toContainText('End Terminal');
            await shoot(page, 'end-dialog');
            // who only presses Enter ends nothing
            await expect(page.getByRole('button', { name: 'Keep It Running' })).toBeFocused();
            await page.keyboard.press('Enter');
            await terminal.focus();
            await page.keyboard.press('Control+C');
        });

        await test.step('after the end of the session host one click starts it again, below what was shown', async () => {
            process.kill((await dispatch.sessionHostHealth()).pid, 'SIGKILL');
            const again = terminal.element.getByRole('button', { name: 'Start Again' });
            await expect(again).toBeVisible({ timeout: 30_000 });
            await shoot(page, 'ended');
            await again.click();
            await expect(again).toBeHidden();
            // who has clicked drives, whichever page is back first: else the words would have to fit the narrow one
            await expect(viewing).toBeVisible();
            await expect(terminal.element.getByText('Sized by another window')).toBeHidden();
            await terminal.expectOnScreen(/words from before[^]*started again, \d{4}-\d\d-\d\d/);
            await terminal.run('echo words from $((6 * 7))');
            await terminal.expectOnScreen('words from 42');
            await narrow.expectOnScreen('words from 42');
            await shoot(page, 'started-again');
        });
        await second.context().close();
    });

    async function openSecond(browser: Browser, first: Page): Promise<Page> {
        const context = await browser.newContext({
            storageState: await first.context().storageState(),
            viewport: { width: 900, height: 700 }
        });
        const second = await context.newPage();
        await second.goto(`${dispatch.origin}/#${folder}`);
        await new IdePage(second, dispatch).ready();
        const sessions = new SessionsView(second);
        await sessions.open();
        // away from the tab, whose tooltip lies over the list
        await second.mouse.move(600, 350);
        await sessions.rows.first().click();
        return second;
    }
});

async function shownSize(terminal: TerminalView): Promise<string> {
    return /editor of (\d+ x \d+)/.exec(await terminal.screen())?.[1] ?? '';
}

/** The sizes that the program was told. */
async function windowChanges(folder: string): Promise<string[]> {
    const text = await readFile(join(folder, 'winch.log'), 'utf8').catch(() => '');
    return text.split('\n').filter(Boolean);
}

/** Pictures for people, where `DISPATCH_PICTURES` names a folder. */
async function shoot(page: Page, name: string): Promise<void> {
    const folder = process.env['DISPATCH_PICTURES'];
    if (folder) {
        await page.screenshot({ path: join(folder, `${name}.png`) });
    }
}
