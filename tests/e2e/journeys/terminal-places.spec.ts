import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { Page } from '@playwright/test';
import { Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { IdePage } from '../pages/ide-page';
import { TerminalView } from '../pages/terminal-view';

test.describe('a terminal in the window', () => {
    let dispatch: Installation;
    let folder: string;

    test.beforeAll(async () => {
        dispatch = await Installation.start();
        folder = join(dispatch.workspacesRoot, 'work');
        await mkdir(folder, { recursive: true });
    });

    test.afterAll(async () => dispatch.stop());

    test('leaves the shell its keys, and can be dragged to any place', async ({ page }) => {
        const ide = new IdePage(page, dispatch);
        const terminal = new TerminalView(page);
        await ide.signInByLink();
        await ide.openFolder(folder);
        await page.keyboard.press('Control+Shift+Backquote');
        await terminal.ready();

        await test.step('keys that edit a line are the shell’s', async () => {
            await terminal.focus();
            await page.keyboard.type('line');
            await page.keyboard.press('Control+A');
            await page.keyboard.type('echo one-');
            await page.keyboard.press('Control+K');
            await page.keyboard.type('begin\n');
            await terminal.expectOnScreen(/\none-begin|one-begin\s*one-begin/);
        });

        await test.step('its tab can be dragged beside the editors, into the side bar and back', async () => {
            const { element } = terminal;
            await drag(page, '#theia-bottom-content-panel', { x: 1_200, y: 300 });
            await expect(page.locator('#theia-main-content-panel').locator(element)).toBeVisible();
            await drag(page, '#theia-main-content-panel', { x: 150, y: 400 });
            await expect(page.locator('#theia-left-content-panel').locator(element)).toBeVisible();
            await terminal.run('echo still-$((40 + 2))');
            await terminal.expectOnScreen('still-42');
            await drag(page, '#theia-left-content-panel', { x: 700, y: 750 });
            await expect(page.locator('#theia-bottom-content-panel').locator(element)).toBeVisible();
        });
    });
});

/** Drags the tab of the shell that is in `from` to a place of the window, as a hand does: in steps. */
async function drag(page: Page, from: string, to: { x: number; y: number }): Promise<void> {
    const tab = page.locator(`${from} .lm-TabBar-tab`, { hasText: /bash|sh/ }).first();
    const box = await tab.boundingBox();
    if (!box) {
        throw new Error(`no tab of a shell in ${from}`);
    }
    const begin = { x: box.x + Math.min(20, box.width / 2), y: box.y + box.height / 2 };
    await page.mouse.move(begin.x, begin.y);
    await page.mouse.down();
    for (let step = 1; step <= 10; step++) {
        const part = step / 10;
        await page.mouse.move(begin.x + (to.x - begin.x) * part, begin.y + (to.y - begin.y) * part);
    }
    await page.mouse.up();
}
