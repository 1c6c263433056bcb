import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { Installation, until } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { ClaudeView } from '../pages/claude-view';
import { IdePage } from '../pages/ide-page';

for (const runtime of ['Claude Code', 'Messages API'] as const) {
    test.describe(`one session of ${runtime}`, () => {
        let api: FakeMessagesApi;
        let dispatch: Installation;
        let folder: string;

        test.beforeAll(async () => {
            api = await FakeMessagesApi.start(demoScript({ chunkDelayMs: 15 }));
            dispatch = await Installation.start({
                env: { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-two-pages' }
            });
            folder = join(dispatch.workspacesRoot, 'work');
            await mkdir(folder, { recursive: true });
            await mkdir(join(dispatch.workspacesRoot, 'beside'));
        });

        test.afterAll(async () => {
            await dispatch.stop();
            await api.close();
        });

        test('is chosen for, shared by two pages, outlives its host, and is forked', async ({ page, context }) => {
            test.slow();
            const ide = new IdePage(page, dispatch);
            const claude = new ClaudeView(page);
            await ide.signInByLink(folder);
            await ide.runCommand('New Claude Session with…');
            await page.locator('.quick-input-list .monaco-list-row', { hasText: runtime }).click();

            await test.step('before anything was said, the runtime has told what can be chosen', async () => {
                await claude.input.focus();
                await expect(async () => {
                    await claude.element.locator('.dispatch-claude-picker-model').click();
                    await expect(claude.element.getByRole('menuitemradio')).not.toHaveCount(1, { timeout: 500 });
                    await page.keyboard.press('Escape');
                }).toPass();
            });

            await test.step('a folder is added, said to Claude, and what it can use is told', async () => {
                await claude.chooseInMenu('Folders…');
                await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Add a folder' }).click();
                const dialog = page.locator('.dialogBlock');
                await dialog.locator('.theia-TreeNode', { hasText: 'beside' }).click();
                await dialog.getByRole('button', { name: 'Open' }).click();
                await claude.chooseInMenu('Folders…');
                const added = page.locator('.quick-input-list .monaco-list-row', { hasText: '/beside' });
                await expect(added).toBeVisible();
                await page.keyboard.press('Escape');
                await claude.chooseInMenu('What Claude can use…');
                const offers = page.locator('.dispatch-claude-offers');
                await expect(offers).toContainText(runtime === 'Claude Code' ? 'Explore' : 'No sub-agents');
                await page.locator('.dialogBlock').getByRole('button', { name: 'Close' }).click();
                await claude.ask('What is in this workspace?');
                await claude.expectSaid('Shall I run the tests?');
                expect(JSON.stringify(api.conversationRequests.at(-1)?.body)).toContain(
                    join(dispatch.workspacesRoot, 'beside')
                );
            });

            const second = await context.newPage();
            const other = new ClaudeView(second);
            await second.goto(`${dispatch.origin}/#${folder}`);
            await new IdePage(second, dispatch).ready();

            await test.step('a second page sees it live, and either may answer and stop', async () => {
                await second.locator('[id="shell-tab-dispatch-sessions"]').click();
                await second.locator('.dispatch-session-row', { hasText: 'What is in this workspace?' }).click();
                await other.expectSaid('Shall I run the tests?');
                await claude.ask('run: echo shared | tee shared.txt');
                await other.allowOnce.click();
                await claude.expectSaid(/Done\..*shared/s);
                await expect(claude.allowOnce).toHaveCount(0);
                await other.ask('count to 4000');
                await claude.expectSaid(/line 20\b/);
                await other.expectSaid(/line 20\b/);
                await claude.element.getByRole('button', { name: 'Stop', exact: true }).click();
                await expect(other.element.getByText('Stopped').first()).toBeVisible();
                await expect(claude.element.getByText('Stopped').first()).toBeVisible();
                expect(await other.words()).toBe(await claude.words());
            });
            await second.close();

            await test.step('its host is killed in mid-turn: it says so, and goes on knowing what was said', async () => {
                await claude.ask('count to 3000');
                await expect(claude.turns.last()).toContainText(/count to 3000.*line 5\b/s);
                const { pid } = await dispatch.sessionHostHealth();
                process.kill(pid, 'SIGKILL');
                await until(
                    'another session host answers',
                    () =>
                        dispatch.sessionHostHealth().then(
                            health => health.pid !== pid,
                            () => false
                        ),
                    30_000
                );
                await expect(claude.element.getByRole('log')).toContainText(
                    'Dispatch was restarted while Claude was working.'
                );
                await claude.ask('Say it once more');
                await expect(claude.turns.last()).toContainText('Shall I run the tests?');
                expect(JSON.stringify(api.conversationRequests.at(-1)?.body.messages)).toContain('echo shared');
            });

            await test.step('a fork begins before a message, which stands in the input, and the other goes on', async () => {
                const turns = await claude.turns.count();
                await claude.turns.last().hover();
                await claude.turns.last().getByRole('button', { name: 'More about this message' }).click();
                await page.getByRole('menuitem', { name: 'Fork from here' }).click();
                await expect(claude.title).toContainText('(fork)');
                await claude.expectWritten('Say it once more');
                await expect(claude.turns).toHaveCount(turns - 1);
                await claude.press('Enter');
                await expect(claude.turns.last()).toContainText('Shall I run the tests?');
                expect(JSON.stringify(api.conversationRequests.at(-1)?.body.messages)).toContain('echo shared');
            });
        });
    });
}
