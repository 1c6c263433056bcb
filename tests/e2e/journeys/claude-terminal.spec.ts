import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { ClaudeView } from '../pages/claude-view';
import { IdePage } from '../pages/ide-page';
import { SessionsView } from '../pages/sessions-view';
import { TerminalView } from '../pages/terminal-view';

test.describe('a command of Claude by the Messages API', () => {
    let api: FakeMessagesApi;
    let dispatch: Installation;
    let folder: string;

    test.beforeAll(async () => {
        api = await FakeMessagesApi.start(demoScript({ chunkDelayMs: 5 }));
        const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-canary-0123456789' };
        dispatch = await Installation.start({ env });
        folder = join(dispatch.workspacesRoot, 'work');
        await mkdir(folder, { recursive: true });
    });

    test.afterAll(async () => {
        await dispatch.stop();
        await api.close();
    });

    test('runs in a terminal that one opens, watches, answers and stops', async ({ page }) => {
        const ide = new IdePage(page, dispatch);
        const claude = new ClaudeView(page);
        const terminal = new TerminalView(page);
        const sessions = new SessionsView(page);
        const shell = sessions.row(/^Claude: run: export/);
        await ide.signInByLink(folder);
        await ide.runCommand('New Claude Session with…');
        await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Messages API' }).click();

        await test.step('the card of the running call opens it, with what was printed', async () => {
            await claude.ask(
                'run: export WHO=nobody; echo work be""gun; read -r WHO; echo "It was $WHO" | tee who.txt'
            );
            await claude.allowOnce.click();
            await claude.element.getByRole('button', { name: 'Open terminal' }).click();
            await terminal.expectOnScreen('work begun');
        });

        await test.step('what is typed there answers the command, which goes on before the eyes', async () => {
            await terminal.run('Zoe');
            await terminal.expectOnScreen('It was Zoe');
            await claude.expectSaid('Done.');
            expect(await readFile(join(folder, 'who.txt'), 'utf8')).toBe('It was Zoe\n');
        });

        await test.step('the next command goes on where it was, in the same terminal, and Ctrl+C stops it', async () => {
            await claude.ask('run: echo "still $WHO"; sleep 300');
            await claude.allowOnce.click();
            await terminal.expectOnScreen('still Zoe');
            await test.step('who only presses Enter in the dialog of a process ends none', async () => {
                await claude.element.getByRole('button', { name: 'More about this session' }).click();
                await page.getByRole('menuitem', { name: 'Processes…' }).click();
                await page.locator('.quick-input-list .monaco-list-row', { hasText: 'sleep (' }).click();
                const dialog = page.locator('.dialogBlock', { hasText: /End sleep/ });
                await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
                await page.keyboard.press('Enter');
                await expect(dialog).toBeHidden();
                await expect(claude.tool('sleep 300').getByTitle('running').first()).toBeVisible();
            });
            await terminal.focus();
            await page.keyboard.press('Control+C');
            await claude.expectSaid(/That did not work: still Zoe/);
            await (await claude.openTool('sleep 300')).getByText('Exit code 130 (SIGINT)').waitFor();
        });

        await test.step('a question that is withdrawn by Stop says so (it looked denied)', async () => {
            await claude.ask('run: touch never.txt');
            await expect(claude.allowOnce).toBeEnabled();
            await claude.element.getByRole('button', { name: 'Stop', exact: true }).click();
            const call = claude.tool('never.txt');
            await expect(call).toContainText('The question was withdrawn before it was answered.');
            await expect(call).toContainText('Not run: Stopped by the user.');
            await expect(call.getByTitle('withdrawn, not run').first()).toBeVisible();
        });

        await test.step('it is listed with the session, and the context is shown', async () => {
            await sessions.open();
            await expect(shell).toBeVisible();
            await expect(claude.element.getByRole('meter')).toHaveAttribute('aria-label', /of 200/);
        });

        await test.step('who only presses Enter in the dialog of a removal removes nothing', async () => {
            await shell.focus();
            await shell.press('Delete');
            await expect(shell).toContainText(/ended/i);
            await shell.focus();
            await shell.press('Delete');
            const dialog = page.locator('.dialogBlock', { hasText: 'Remove Session' });
            await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
            await page.keyboard.press('Enter');
            await expect(dialog).toBeHidden();
            await expect(shell).toBeVisible();
        });
    });
});
