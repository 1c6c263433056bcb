import { join } from 'node:path';
import { mkdir, readFile } from 'node:fs/promises';
import { Installation, until } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { IdePage } from '../pages/ide-page';
import { SessionsView } from '../pages/sessions-view';
import { TerminalView } from '../pages/terminal-view';

test.describe('terminals', () => {
    let dispatch: Installation;
    let folder: string;

    test.beforeAll(async () => {
        dispatch = await Installation.start();
        folder = join(dispatch.workspacesRoot, 'work');
        await mkdir(folder, { recursive: true });
    });

    test.afterAll(async () => dispatch.stop());

    test('a terminal goes on without its tab, without its page and without a network, and ends when told to', async ({
        page,
        browser
    }) => {
        const ide = new IdePage(page, dispatch);
        const terminal = new TerminalView(page);
        const sessions = new SessionsView(page);
        await ide.signInByLink(folder);
        await page.keyboard.press('Control+Shift+Backquote');
        await terminal.ready();

        await test.step('closing the tab detaches', async () => {
            await terminal.run('for i in $(seq 1 40); do echo tick $i; sleep 0.1; done; echo ticks done');
            await terminal.expectOnScreen(/tick \d/);
            await terminal.close();
            await sessions.open();
            await expect(sessions.row(/bash|sh/)).toContainText('running');
            await page.waitForTimeout(3_000);
            await sessions.row(/bash|sh/).click();
            await terminal.expectOnScreen('ticks done');
            expect(linesOf(await terminal.everything(), /^tick (\d+)$/gm)).toEqual(upTo(40));
        });

        await test.step('what is typed without a network arrives once, when it is back', async () => {
            await page.context().setOffline(true);
            // a network that is gone says nothing: no socket is closed, and none answers
            const gateway = await dispatch.gatewayPid();
            process.kill(gateway, 'SIGSTOP');
            try {
                await terminal.run('echo typed while offline >> offline.txt');
                // before anybody knows that the connection is gone; that took seconds
                await expect(terminal.element.getByText(/No answer yet.*characters waiting/)).toBeVisible({
                    timeout: 2_000
                });
            } finally {
                // this cuts every socket; the launcher starts another, so the page is soon let in
                process.kill(gateway, 'SIGKILL');
            }
            await expect(terminal.element.getByText(/Reconnecting.*characters waiting/)).toBeVisible();
            await page.context().setOffline(false);
            await expect(terminal.element.getByText(/Reconnecting/)).toBeHidden({ timeout: 30_000 });
            await until(
                'the line is in the file, once',
                async () =>
                    (await readFile(join(folder, 'offline.txt'), 'utf8').catch(() => '')) === 'typed while offline\n'
            );
        });

        await test.step('two pages on one terminal show the same', async () => {
            const context = await browser.newContext({ storageState: await page.context().storageState() });
            const second = await context.newPage();
            await second.goto(`${dispatch.origin}/#${folder}`);
            await new IdePage(second, dispatch).ready();
            const secondSessions = new SessionsView(second);
            await secondSessions.open();
            await secondSessions.row(/bash|sh/).click();
            const secondTerminal = new TerminalView(second);
            await secondTerminal.expectOnScreen('echo typed while offline');
            await secondTerminal.run('echo from the second page');
            await terminal.expectOnScreen(/second pagefrom the second page/);
            await context.close();
        });

        await test.step('an exit is shown after all output, and the scrollback stays', async () => {
            await terminal.run('seq 1 500; exit 3');
            await expect(terminal.element.getByText(/exited with code 3/)).toBeVisible();
            expect(linesOf(await terminal.everything(), /^(\d+)$/gm).slice(-500)).toEqual(upTo(500));
            await sessions.open();
            await expect(sessions.row(/bash|sh/)).toContainText('exited with code 3');
        });
    });
});

function linesOf(text: string, pattern: RegExp): number[] {
    return [...text.matchAll(pattern)].map(match => Number(match[1]));
}

function upTo(count: number): number[] {
    return Array.from({ length: count }, (_, index) => index + 1);
}
