import { join } from 'node:path';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { FakeClaudeAccount } from 'claude-extension/lib/usage/testing/fake-claude-account';
import { Installation, until } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { ClaudeView } from '../pages/claude-view';
import { IdePage } from '../pages/ide-page';
import { TerminalView } from '../pages/terminal-view';

const KEY = 'sk-ant-canary-0123456789';
/** What Claude Code asks of who signs in. */
const LOGIN = /Paste code here/;

for (const runtime of ['Claude Code', 'Messages API'] as const) {
    test.describe(`Claude through ${runtime}`, () => {
        let api: FakeMessagesApi;
        let dispatch: Installation;
        let folder: string;

        test.beforeAll(async () => {
            api = await FakeMessagesApi.start(demoScript({ chunkDelayMs: 15 }));
            dispatch = await Installation.start({ env: { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: KEY } });
            folder = join(dispatch.workspacesRoot, 'work');
            await mkdir(folder, { recursive: true });
            await writeFile(join(folder, 'note.txt'), 'a note\n');
        });

        test.afterAll(async () => {
            await dispatch.stop();
            await api.close();
        });

        test('asks, is denied and allowed, is stopped, and finishes a turn that nobody watches', async ({ page }) => {
            const ide = new IdePage(page, dispatch);
            const claude = new ClaudeView(page);
            await ide.signInByLink(folder);
            await ide.runCommand('New Claude Session with…');
            await page.locator('.quick-input-list .monaco-list-row', { hasText: runtime }).click();

            await test.step('a denied command does not run', async () => {
                await claude.ask('run: rm note.txt');
                await claude.deny.click();
                await claude.expectSaid('That did not work');
                expect(await readFile(join(folder, 'note.txt'), 'utf8')).toBe('a note\n');
            });

            await test.step('an allowed one does, once', async () => {
                await claude.ask('run: echo once >> once.txt');
                await claude.allowOnce.click();
                await claude.expectSaid('Done.');
                expect(await readFile(join(folder, 'once.txt'), 'utf8')).toBe('once\n');
            });

            await test.step('Stop stops, and keeps what was said', async () => {
                await claude.ask('count to 4000');
                await claude.expectSaid(/line 20\b/);
                await claude.element.getByRole('button', { name: 'Stop' }).click();
                await expect(claude.element.getByText('Stopped').first()).toBeVisible();
                await claude.expectSaid(/line 20\b/);
            });

            await test.step('the page goes away in mid-turn, and the turn is finished when it comes back', async () => {
                await claude.ask('count to 300');
                await claude.expectSaid(/line 5\b/);
                await page.goto('about:blank');
                await until('the reply was streamed to its end', () => api.streaming === 0, 30_000);
                await page.goto(`${dispatch.origin}/#${folder}`);
                await ide.ready();
                await claude.expectSaid(/line 300\b/);
            });

            await test.step('the key was added by the gateway, and is nowhere else', async () => {
                expect(api.requests.length).toBeGreaterThan(0);
                expect(api.requests.every(request => request.headers['x-api-key'] === KEY)).toBe(true);
                const { pid } = await dispatch.sessionHostHealth();
                expect(await readFile(`/proc/${pid}/environ`, 'utf8')).not.toContain(KEY);
                expect(await readFile(`/proc/${(await dispatch.ideHealth()).pid}/environ`, 'utf8')).not.toContain(KEY);
            });
        });
    });
}

test('without a key the view says what to do, and goes on by itself once the person has signed in', async ({
    page
}) => {
    const api = await FakeMessagesApi.start(demoScript({ chunkDelayMs: 5 }));
    const account = await FakeClaudeAccount.start(api.url);
    const dispatch = await Installation.start({ env: account.environment });
    const home = join(dispatch.folder, 'home');
    const claude = new ClaudeView(page);
    const terminal = new TerminalView(page);
    const signIn = page.getByRole('button', { name: 'Sign in…' });
    const tabs = page.locator('#theia-bottom-content-panel .lm-TabBar-tab', { hasText: 'Sign in to Claude' });
    try {
        const ide = new IdePage(page, dispatch);
        await ide.signInByLink();

        await test.step('there is no key', async () => {
            await ide.runCommand('New Claude Session');
            await expect(page.getByText('Claude is not set up yet')).toBeVisible();
            await expect(page.getByText(/ANTHROPIC_API_KEY/).first()).toBeVisible();
        });

        await test.step('the login of Claude Code is in a terminal, with the focus in it', async () => {
            await signIn.click();
            await terminal.expectOnScreen(LOGIN, 60_000);
            await expect(terminal.element.locator('.xterm-helper-textarea')).toBeFocused();
            await expect(tabs).toHaveCount(1);
            // a second click shows the one that is there
            await signIn.click();
            await expect(terminal.element.locator('.xterm-helper-textarea')).toBeFocused();
            await expect(tabs).toHaveCount(1);
        });

        await test.step('who has signed in there gets the session that was wanted', async () => {
            await account.signIn(home);
            await expect(claude.input).toBeVisible({ timeout: 30_000 });
        });

        await test.step('Escape closes a dialog, not the notification beside it, and the focus is where it was', async () => {
            const told = page.locator('.theia-notification-toasts', { hasText: 'You are signed in to Claude.' });
            const dialog = page.locator('.dispatch-claude-offers');
            await expect(told).toBeVisible();
            await claude.chooseInMenu('What Claude can use…');
            await expect(dialog).toBeVisible();
            await page.keyboard.press('Escape');
            await expect(dialog).toHaveCount(0);
            await expect(told).toBeVisible();
            await expect(claude.element.getByRole('button', { name: 'More about this session' })).toBeFocused();
        });

        await test.step('the session answers', async () => {
            await claude.ask('What is in this workspace?');
            await claude.expectSaid('Shall I run the tests?', 60_000);
        });

        await test.step('a message that nothing could answer goes out after the next sign-in, and the draft stays', async () => {
            await rm(join(home, '.claude', '.credentials.json'));
            await claude.ask('count to 5');
            await expect(claude.element.getByText('Claude Code cannot be used now')).toBeVisible();
            await claude.write('half a thought');
            await signIn.click();
            await terminal.expectOnScreen(LOGIN, 60_000);
            await account.signIn(home);
            await claude.expectSaid(/line 5\b/, 60_000);
            await expect(claude.element.getByText('Claude Code cannot be used now')).toBeHidden();
            await claude.expectWritten('half a thought');
        });
    } finally {
        await dispatch.stop();
        await account.close();
        await api.close();
    }
});
