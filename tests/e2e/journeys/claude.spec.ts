import { join } from 'node:path';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { Installation, until } from '../../harness/installation';
import { ClaudeView } from '../pages/claude-view';
import { IdePage } from '../pages/ide-page';

const KEY = 'sk-ant-canary-0123456789';

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

test('without a key the view says what to do', async ({ page }) => {
    const dispatch = await Installation.start();
    try {
        const ide = new IdePage(page, dispatch);
        await ide.signInByLink();
        await ide.runCommand('New Claude Session');
        await expect(page.getByText('Claude is not set up yet')).toBeVisible();
        await expect(page.getByText(/ANTHROPIC_API_KEY/).first()).toBeVisible();
    } finally {
        await dispatch.stop();
    }
});
