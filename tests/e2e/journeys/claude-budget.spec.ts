import { join } from 'node:path';
import { mkdir, readFile } from 'node:fs/promises';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { CHECKOUT, Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { ClaudeView } from '../pages/claude-view';
import { IdePage } from '../pages/ide-page';
import { TerminalView } from '../pages/terminal-view';
import { UsagePage } from '../pages/usage-page';

/** The program of Claude Code, as npm installs it for this machine. */
const CLAUDE = join(CHECKOUT, 'node_modules/@anthropic-ai', `claude-agent-sdk-linux-${process.arch}`, 'claude');
const BUDGET = 'Tokens a day';

test.describe('a budget', () => {
    let api: FakeMessagesApi;
    let dispatch: Installation;
    let folder: string;

    test.beforeAll(async () => {
        api = await FakeMessagesApi.start(demoScript({ chunkDelayMs: 1 }));
        dispatch = await Installation.start({
            env: {
                ANTHROPIC_BASE_URL: api.url,
                ANTHROPIC_API_KEY: 'sk-ant-canary-0123456789',
                CLAUDE_METER_TERMINALS: 'true',
                CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1'
            }
        });
        folder = join(dispatch.workspacesRoot, 'work');
        await mkdir(folder, { recursive: true });
    });

    test.afterAll(async () => {
        await dispatch.stop();
        await api.close();
    });

    test('is set, stops a session with the reason, is raised, and the session goes on', async ({ page }) => {
        const ide = new IdePage(page, dispatch);
        const claude = new ClaudeView(page);
        const usage = new UsagePage(page);
        await ide.signInByLink(folder);

        await test.step('a turn costs something, which the header and the status bar say', async () => {
            await ide.runCommand('New Claude Session with…');
            await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Messages API' }).click();
            await claude.ask('hello');
            await claude.expectSaid('Shall I run the tests?');
            await expect(claude.element.getByRole('button', { name: /^\$0\.\d+/ })).toBeVisible();
            await expect(usage.statusItem).toBeVisible({ timeout: 60_000 });
        });

        await test.step('a budget that is used up is set on the usage page', async () => {
            await usage.statusItem.click();
            await expect(usage.element.getByRole('row', { name: /claude-/ })).toBeVisible();
            await usage.setBudget(BUDGET, '10');
            await expect(usage.gauge(BUDGET)).toHaveAttribute('aria-valuenow', '100');
            await expect(usage.gauge(BUDGET)).toHaveAttribute('aria-valuetext', /^\d+ of 10$/);
        });

        await test.step('the session waits and says why; nothing reaches the API', async () => {
            const asked = api.requests.length;
            await claude.show();
            await claude.ask('and again');
            await expect(claude.element.getByText(/budget of 10 tokens a day for you is used up/).first()).toBeVisible({
                timeout: 30_000
            });
            await expect(claude.element.getByText('At a limit', { exact: true })).toBeVisible();
            expect(api.requests.length).toBe(asked);
            await expect(claude.parked).toContainText(/budget of 10 tokens a day .* The limit ends at .+, in \d+/);
        });

        await test.step('the budget is raised, and it goes on by itself, because it was told to', async () => {
            const byItself = claude.parked.getByRole('checkbox', { name: 'Go on by itself' });
            await byItself.click();
            await expect(byItself).toBeChecked();
            await expect(claude.parked).toContainText('It goes on by itself at');
            await usage.statusItem.click();
            await usage.setBudget(BUDGET, '1000000');
            await expect(usage.gauge(BUDGET)).toHaveAttribute('aria-valuenow', '0');
            await claude.show();
            await expect(claude.element.getByText('Shall I run the tests?')).toHaveCount(2, { timeout: 60_000 });
            await expect(claude.parked).toBeHidden();
            await claude.ask('count to 7');
            await claude.expectSaid('line 7', 60_000);
        });

        await test.step('the CSV has a line for every answer, exact to the token', async () => {
            await usage.statusItem.click();
            await expect
                .poll(async () => (await usage.downloadCsv()).length, { timeout: 30_000 })
                .toBe(api.requests.length + 1);
            const [head, ...lines] = await usage.downloadCsv();
            const field = (line: string[], name: string): string => line[head.indexOf(name)];
            for (const line of lines) {
                expect(field(line, 'outcome')).toBe('complete');
                expect(field(line, 'folder')).toBe(folder);
                expect(field(line, 'input_tokens')).toBe('100');
                // claude-sonnet-5-5: 2 USD for a million tokens in, 10 USD out
                const cost = (100 * 2 + Number(field(line, 'output_tokens')) * 10) / 1_000_000;
                expect(field(line, 'cost_usd')).toBe(cost.toFixed(9));
            }
        });

        await test.step('claude in a terminal is metered too, with a token that ends with the terminal', async () => {
            const terminal = new TerminalView(page);
            await page.keyboard.press('Control+Shift+Backquote');
            await terminal.ready();
            await terminal.run('echo $ANTHROPIC_BASE_URL $ANTHROPIC_AUTH_TOKEN > ../meter.txt');
            await terminal.run(`${CLAUDE} -p 'count to 3'`);
            await terminal.expectOnScreen('line 3', 60_000);
            const [url, token] = (await readFile(join(folder, '..', 'meter.txt'), 'utf8')).trim().split(' ');
            const ask = (): Promise<Response> => fetch(`${url}/v1/models`, { headers: { 'x-api-key': token } });
            expect((await ask()).status).toBe(200);
            await terminal.run('exit');
            await expect.poll(async () => (await ask()).status, { timeout: 30_000 }).toBe(401);
            await usage.statusItem.click();
            const [head, ...lines] = await usage.downloadCsv();
            const sessions = new Set(lines.map(line => line[head.indexOf('session')]));
            expect(sessions.size).toBe(2);
            expect(sessions).toContain(token.split('.')[0]);
        });
    });
});
