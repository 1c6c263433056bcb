import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Page } from '@playwright/test';
import { Installation } from '../../harness/installation';
import { EarlierOutput } from '../pages/earlier-output';
import { expect, test } from '../../harness/journey';
import { IdePage } from '../pages/ide-page';
import { SessionsView } from '../pages/sessions-view';
import { TerminalView } from '../pages/terminal-view';

/** More than any screen or scrollback holds. */
const MANY_LINES = 30_000;

test.describe('shell integration', () => {
    let dispatch: Installation;
    let folder: string;

    test.beforeAll(async () => {
        dispatch = await Installation.start({
            env: { SHELL: '/bin/bash' },
            prepare: async ({ dataFolder }) => {
                const settings = join(dataFolder, 'people/default/theia');
                await mkdir(settings, { recursive: true });
                await writeFile(
                    join(settings, 'settings.json'),
                    JSON.stringify({ 'dispatch.terminal.longCommandSeconds': 2 })
                );
            }
        });
        folder = join(dispatch.workspacesRoot, 'work');
        await mkdir(join(folder, 'inner folder'), { recursive: true });
    });

    test.afterAll(async () => dispatch.stop());

    test('commands are marked, found again, copied and told of, also after the page was loaded anew', async ({
        page
    }) => {
        const ide = new IdePage(page, dispatch);
        const terminal = new TerminalView(page);
        const sessions = new SessionsView(page);
        const mark = (n: number) => terminal.element.locator(`.dispatch-command-mark[data-command="${n}"]`);
        const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        await ide.signInByLink(folder);
        await page.keyboard.press('Control+Shift+Backquote');
        await terminal.ready();

        await test.step('each command has a mark with its status', async () => {
            await terminal.run('echo first');
            await terminal.run('sh -c "exit 3"');
            await expect(mark(1)).toHaveClass(/dispatch-command-succeeded/);
            await expect(mark(2)).toHaveClass(/dispatch-command-failed/);
            await expect(mark(2)).toHaveAttribute('title', /exit 3[\s\S]*failed \(3\)/);
            await expectOnLineOf(page, mark(1), 'echo first');
        });

        await test.step('one that runs is marked as running', async () => {
            await terminal.run('cd "inner folder"; sleep 2.5');
            await expect(mark(3)).toHaveClass(/dispatch-command-running/);
            await expect(mark(3)).toHaveClass(/dispatch-command-succeeded/);
        });

        await test.step('the list of sessions says the last command and the folder', async () => {
            await terminal.run('false');
            await sessions.open();
            await expect(sessions.row(/bash/)).toContainText('false · failed (1) · in inner folder');
        });

        await test.step('an output longer than the scrollback is copied whole', async () => {
            await terminal.run(`seq 1 ${MANY_LINES}`);
            await expect(mark(5)).toHaveCount(0);
            await terminal.expectOnScreen(String(MANY_LINES));
            await terminal.focus();
            await ide.runCommand('Terminal: Copy Last Command Output');
            await expect.poll(async () => (await clipboard()).length).toBe(numbers(MANY_LINES).length);
            expect(await clipboard()).toBe(numbers(MANY_LINES));
        });

        await test.step('the same marks are there after a reload, on the same lines', async () => {
            await terminal.run('echo before; sh -c "exit 4"');
            await terminal.run('seq 1 60');
            await terminal.expectOnScreen('5960');
            await page.reload();
            await ide.ready();
            await terminal.ready();
            await expect(mark(6)).toHaveCount(0);
            await terminal.focus();
            await page.keyboard.press('Control+ArrowUp');
            await page.keyboard.press('Control+ArrowUp');
            await expect(mark(6)).toHaveClass(/dispatch-command-failed/);
            await expectOnLineOf(page, mark(6), 'echo before');
        });

        await test.step('a command is run again from its mark', async () => {
            await mark(6).click();
            await page.getByText('Run Again', { exact: true }).click();
            await expect(mark(8)).toHaveClass(/dispatch-command-failed/);
            await expectOnLineOf(page, mark(8), 'echo before');
        });

        await test.step('a recent command is found by its words', async () => {
            await terminal.focus();
            await page.keyboard.press('Control+Alt+r');
            const input = page.locator('.quick-input-widget input[type="text"]');
            await expect(input).toBeVisible();
            await input.fill('echo first');
            await expect(page.locator('.quick-input-list .monaco-list-row').first()).toContainText('echo first');
            await page.keyboard.press('Enter');
            await expect(mark(9)).toHaveClass(/dispatch-command-succeeded/);
            await expectOnLineOf(page, mark(9), 'echo first');
        });

        await test.step('cleared, the line of the prompt stays and marks go on, also after a reload', async () => {
            await terminal.ready();
            await terminal.focus();
            await page.keyboard.type('echo typed before');
            await terminal.expectOnScreen('echo typed before');
            await ide.runCommand('Terminal: Clear');
            await expect.poll(async () => (await terminal.screen()).trim()).toMatch(/^\S.*[$#]\s+echo typed before$/);
            await terminal.run(' and after');
            await expect(mark(10)).toHaveClass(/dispatch-command-succeeded/);
            await expectOnLineOf(page, mark(10), 'echo typed before and after');
            await page.reload();
            await ide.ready();
            await expectOnLineOf(page, mark(10), 'echo typed before and after');
            const lines = (await terminal.everything()).split('\n').map(line => line.trim());
            expect(lines[0]).toMatch(/[$#] echo typed before and after$/);
        });

        await test.step('what was cleared is earlier output, with its marks, from one to the next', async () => {
            const earlier = new EarlierOutput(page);
            const earlierMark = (n: number) => earlier.layer.locator(`.dispatch-command-mark[data-command="${n}"]`);
            await terminal.focus();
            await earlier.turn(-300);
            await expectOnLineOf(page, earlierMark(9), 'echo first');
            await earlier.turn(-300);
            await expectOnLineOf(page, earlierMark(8), 'echo before');
            await expect(earlierMark(8)).toHaveClass(/dispatch-command-failed/);
            await page.keyboard.press('Escape');
            await page.keyboard.press('Control+ArrowUp');
            for (const n of [9, 8, 7, 6]) {
                await page.keyboard.press('Control+ArrowUp');
                await expect(earlierMark(n)).toBeVisible();
            }
            for (const n of [7, 8, 9]) {
                await page.keyboard.press('Control+ArrowDown');
                await expect(earlierMark(n)).toBeVisible();
            }
            await page.keyboard.press('Control+ArrowDown');
            await expect(earlier.layer).toHaveCount(0);
            await expectOnLineOf(page, mark(10), 'echo typed before and after');

            // a key that is held down waits for nothing
            for (let times = 0; times < 4; times++) {
                await page.keyboard.press('Control+ArrowUp');
            }
            await expect(earlierMark(6)).toBeVisible();
            await page.keyboard.press('Escape');
            await expect(earlier.layer).toHaveCount(0);
        });

        await test.step('the end of a long command in a terminal that is not seen is told', async () => {
            await terminal.run('sleep 3; sh -c "exit 7"');
            await page.keyboard.press('Control+Shift+Backquote');
            const toast = page.locator('.theia-notification-toasts .theia-notification-list-item', {
                hasText: 'code 7'
            });
            await expect(toast).toBeVisible({ timeout: 30_000 });
            await toast.getByRole('button', { name: 'Show' }).click();
            await expectOnLineOf(page, mark(11), 'sleep 3');
        });
    });
});

/** The mark stands at the height of the line with this text. */
async function expectOnLineOf(page: Page, mark: ReturnType<Page['locator']>, text: string): Promise<void> {
    await expect(mark).toBeVisible();
    const line = page.locator('.dispatch-terminal:not(.lm-mod-hidden) .xterm-rows > div', { hasText: text });
    await expect
        .poll(async () => {
            const place = await mark.boundingBox();
            const boxes = await Promise.all((await line.all()).map(each => each.boundingBox()));
            return boxes.some(box => box && place && Math.abs(box.y - place.y) < box.height / 2);
        })
        .toBe(true);
}

function numbers(last: number): string {
    return Array.from({ length: last }, (_, index) => index + 1).join('\n');
}
