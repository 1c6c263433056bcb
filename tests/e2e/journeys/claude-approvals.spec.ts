import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { Page } from '@playwright/test';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { ApprovalsView } from '../pages/approvals-view';
import { ClaudeView } from '../pages/claude-view';
import { IdePage } from '../pages/ide-page';

/** What a page tells outside of itself, in place of the browser's own notices. */
declare const notices: { told: string[]; closed: number; isHidden: boolean };

/** What a command could try to answer its own questions; what it can do it says. */
const TRIES = `
try() { what="$1"; shift; if "$@" > seen 2>&1; then echo "can $what"; fi; }
try 'read the secret' cat "$1/run/secret"
try 'read state.db' cat "$1/people/default/state.db"
try 'write state.db' bash -c 'echo x >> "$0"' "$1/people/default/state.db"
try 'read the sign-ins' cat "$1/gateway.db"
for pid in "$2" "$3"; do
    try 'read an environment' cat "/proc/$pid/environ"
    try 'read memory' head -c 1 "/proc/$pid/mem"
    try 'signal' kill -0 "$pid"
done
try 'connect' node -e 'require("net").connect(process.argv[1]).on("connect", () => process.exit(0)).on("error", () => process.exit(1))' "$1/run/session-host.sock"
try 'write in the workspace' bash -c 'echo x > made'
rm -f seen made
`;

let api: FakeMessagesApi;
let dispatch: Installation;
let folder: string;

test.beforeAll(async () => {
    api = await FakeMessagesApi.start(demoScript({ chunkDelayMs: 1 }));
    dispatch = await Installation.start({ env: { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-canary' } });
    folder = join(dispatch.workspacesRoot, 'work');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'note.txt'), 'a note\n');
});

test.afterAll(async () => {
    await dispatch.stop();
    await api.close();
});

async function newSession(ide: IdePage): Promise<void> {
    await ide.runCommand('New Claude Session with…');
    await ide.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Messages API' }).click();
    // until then the session before is the one that is shown
    await expect(new ClaudeView(ide.page).title).toHaveText('New conversation');
}

const isThere = (name: string): Promise<boolean> =>
    access(join(folder, name)).then(
        () => true,
        () => false
    );

test('questions wait for the person, in an inbox, behind rules, and over restarts', async ({ page, context }) => {
    test.slow();
    const ide = new IdePage(page, dispatch);
    const claude = new ClaudeView(page);
    const inbox = new ApprovalsView(page);
    await context.addInitScript(recordNotices);
    await ide.signInByLink();
    await ide.openFolder(folder);
    await newSession(ide);

    await test.step('two sessions wait: the title says so, and the inbox answers by the keyboard', async () => {
        await claude.ask('run: echo one > one.txt');
        await expect(claude.allowOnce).toBeEnabled();
        await expect(page).toHaveTitle(/^\(1\) /);
        await newSession(ide);
        await claude.ask('run: echo two > two.txt');
        await expect(page).toHaveTitle(/^\(2\) /);
        await page.keyboard.press('Control+Alt+a');
        await expect(inbox.rows).toHaveCount(2);
        await expect(inbox.row('one.txt')).toBeFocused();
        await expect(inbox.row('one.txt').getByRole('button', { name: 'Allow once' })).toBeEnabled();
        await page.keyboard.press('ArrowDown');
        await expect(inbox.row('two.txt')).toBeFocused();
        // what has only just appeared takes no answer yet
        await expect(inbox.row('two.txt').getByRole('button', { name: 'Deny' })).toBeEnabled();
        await page.keyboard.press('d');
        await expect(page).toHaveTitle(/^\(1\) /);
        await expect(inbox.row('one.txt')).toBeFocused();
        await page.keyboard.press('a');
        await expect(inbox.rows).toHaveCount(0);
        await expect(page).not.toHaveTitle(/^\(\d/);
        await expect.poll(() => isThere('one.txt')).toBe(true);
        expect(await isThere('two.txt')).toBe(false);
    });

    await test.step('what Claude knows opens no door to its own questions', async () => {
        expect(await page.evaluate(() => notices.told)).toEqual([]);
        await page.evaluate(() => (notices.isHidden = true));
        await claude.ask('run: env > env.txt');
        // nobody looks at the page, so the browser tells, once, until it is answered
        await expect.poll(() => page.evaluate(() => notices.told)).toEqual(['run: echo two > two.txt waits for you']);
        await claude.allowOnce.click();
        await expect.poll(() => page.evaluate(() => notices.closed)).toBe(1);
        await page.evaluate(() => (notices.isHidden = false));
        await expect.poll(() => isThere('env.txt')).toBe(true);
        await claude.expectSaid('Done.');
        const environment = await readFile(join(folder, 'env.txt'), 'utf8');
        expect(environment).not.toContain(await readFile(join(dispatch.dataFolder, 'run', 'secret'), 'utf8'));
        const values = environment.split('\n').map(line => line.slice(line.indexOf('=') + 1));
        for (const value of values.filter(each => /^[\x21-\x7e]{1,2000}$/.test(each))) {
            expect(await knockAtTheDoor(value)).toBe(401);
            expect(await knockAtTheSessionHost(value)).toBe(401);
        }
    });

    await test.step('what Claude may run reaches neither the secret, nor the answers, nor our processes', async () => {
        await expect(claude.element.getByRole('img', { name: /^Sandboxed/ })).toBeVisible();
        const host = (await dispatch.sessionHostHealth()).pid;
        const command = `bash tries.sh ${dispatch.dataFolder} ${host} ${await dispatch.gatewayPid()} > tried.txt`;
        await writeFile(join(folder, 'tries.sh'), TRIES);
        await claude.ask(`run: ${command}; echo ended >> tried.txt`);
        await claude.allowOnce.click();
        await expect.poll(() => readFile(join(folder, 'tried.txt'), 'utf8').catch(() => '')).toContain('ended');
        expect(await readFile(join(folder, 'tried.txt'), 'utf8')).toBe('can write in the workspace\nended\n');
    });

    await test.step('a rule shows what it would have matched, and lets the next one through, but nothing smuggled', async () => {
        await claude.ask('run: wc -l note.txt');
        await expect(claude.allowOnce).toBeEnabled();
        await page.keyboard.press('Alt+Shift+a');
        const form = claude.element.getByRole('form');
        await form.getByRole('button', { name: 'wc -l *', exact: true }).click();
        await expect(form.getByText(/would have matched 1 of/)).toBeVisible();
        await form.getByRole('button', { name: 'Save the rule and allow' }).click();
        await expect(claude.allowOnce).toHaveCount(0);
        const requests = api.requests.length;
        await claude.ask('run: wc -l note.txt one.txt');
        await expect.poll(() => api.requests.length).toBeGreaterThanOrEqual(requests + 2);
        await expect(claude.allowOnce).toHaveCount(0);
        for (const smuggled of ['wc -l note.txt; touch smuggled', 'wc -l /etc/passwd', 'wc -l $(touch smuggled)']) {
            await claude.ask(`run: ${smuggled}`);
            await expect(claude.deny).toBeEnabled();
            await claude.deny.click();
            await expect(claude.deny).toHaveCount(0);
        }
        expect(await isThere('smuggled')).toBe(false);
    });

    await test.step('Escape closes the form of a rule, and nothing else (it stopped Claude)', async () => {
        await claude.ask('run: head -1 note.txt');
        await expect(claude.allowOnce).toBeEnabled();
        await page.keyboard.press('Alt+Shift+a');
        const form = claude.element.getByRole('form');
        await expect(form.locator('input').first()).toBeFocused();
        await page.keyboard.press('Escape');
        await expect(form).toHaveCount(0);
        await expect(claude.allowOnce).toBeVisible();
        await page.keyboard.press('Alt+Shift+a');
        await form.locator('select').focus();
        await page.keyboard.press('Escape');
        await expect(form).toHaveCount(0);
        await claude.deny.click();
        await expect(claude.deny).toHaveCount(0);
    });

    await test.step('where no rule is possible, a line says why', async () => {
        await claude.ask('run: head -1 note.txt > head.txt');
        await expect(claude.deny).toBeEnabled();
        await expect(claude.element.getByText('No rule can allow this')).toBeVisible();
        await expect(claude.element.locator('.dispatch-approval-always')).toHaveCount(0);
        const reason = claude.element.getByRole('button', { name: 'Deny and say why' });
        const opacity = (): Promise<number> => reason.evaluate(button => Number(getComputedStyle(button).opacity));
        expect(await opacity()).toBe(1);
        await reason.evaluate((button: HTMLButtonElement) => (button.disabled = true));
        expect(await opacity()).toBeLessThan(0.6);
        await claude.deny.click();
        await expect(claude.deny).toHaveCount(0);
    });

    await test.step('a chain gets a rule for each of its parts at once', async () => {
        await claude.ask('run: sort note.txt && uniq note.txt');
        await expect(claude.allowOnce).toBeEnabled();
        await page.keyboard.press('Alt+Shift+a');
        const form = claude.element.getByRole('form');
        await expect(form.getByRole('checkbox')).toHaveCount(2);
        await expect(form.getByText(/Together they would have matched 1 of/)).toBeVisible();
        await form.getByRole('button', { name: 'Save 2 rules and allow' }).click();
        await expect(claude.allowOnce).toHaveCount(0);
        const requests = api.requests.length;
        await claude.ask('run: uniq note.txt && sort note.txt');
        await expect.poll(() => api.requests.length).toBeGreaterThanOrEqual(requests + 2);
        await expect(claude.allowOnce).toHaveCount(0);
    });

    await test.step('a rule that is removed allows nothing any more', async () => {
        await page.keyboard.press('Control+Alt+a');
        const remove = inbox.element.getByRole('button', { name: 'Remove this rule' });
        for (let left = 3; left > 0; left--) {
            await expect(remove).toHaveCount(left);
            await remove.first().click();
        }
        await expect(inbox.element.getByText('No rules yet.')).toBeVisible();
    });

    await test.step('a question outlives everything, and is answered from another page, once', async () => {
        await claude.ask('run: echo again >> again.txt');
        await expect(claude.allowOnce).toBeEnabled();
        await page.close();
        await killEverything();
        await dispatch.start();
        const other = await context.newPage();
        await comeBack(other);
        await new IdePage(other, dispatch).ready();
        await expect(other).toHaveTitle(/^\(1\) /, { timeout: 60_000 });
        await other.keyboard.press('Control+Alt+a');
        const row = new ApprovalsView(other).row('again.txt');
        await row.getByRole('button', { name: 'Allow once' }).click();
        await expect.poll(() => isThere('again.txt')).toBe(true);
        await expect(other).not.toHaveTitle(/^\(\d/);
        expect(await readFile(join(folder, 'again.txt'), 'utf8')).toBe('again\n');
    });
});

/** Runs in the page: a browser that was allowed to tell, and a page that can be hidden. */
function recordNotices(): void {
    const recorded: typeof notices = { told: [], closed: 0, isHidden: false };
    class RecordedNotice {
        static readonly permission = 'granted';
        constructor(title: string) {
            recorded.told.push(title);
        }
        close(): void {
            recorded.closed++;
        }
    }
    Object.assign(window, { notices: recorded, Notification: RecordedNotice });
    Object.defineProperty(document, 'visibilityState', { get: () => (recorded.isHidden ? 'hidden' : 'visible') });
}

/** As the end of the machine does. */
async function killEverything(): Promise<void> {
    const ide = (await dispatch.ideHealth()).pid;
    const host = (await dispatch.sessionHostHealth()).pid;
    dispatch.killGatewayForGood();
    // the ide with its group: nobody would end its plugin host
    [-ide, host].forEach(pid => process.kill(pid, 'SIGKILL'));
}

/** Opens the page as soon as the gateway is there again. */
async function comeBack(page: Page): Promise<void> {
    await expect(async () => {
        await page.goto(`${dispatch.origin}/#${folder}`);
    }).toPass({ timeout: 60_000 });
}

/** What the gateway says to somebody who offers `value` as whatever could let him in to the sessions. */
function knockAtTheDoor(value: string): Promise<number> {
    return upgradeStatus({
        port: dispatch.port,
        host: '127.0.0.1',
        headers: {
            host: `127.0.0.1:${dispatch.port}`,
            origin: `http://127.0.0.1:${dispatch.port}`,
            cookie: `dispatch-${dispatch.port}=${encodeURIComponent(value)}`,
            authorization: `Bearer ${value}`,
            'x-api-key': value,
            'x-dispatch-secret': value
        }
    });
}

function knockAtTheSessionHost(value: string): Promise<number> {
    const socketPath = join(dispatch.dataFolder, 'run', 'session-host.sock');
    return upgradeStatus({ socketPath, headers: { 'x-dispatch-secret': value, authorization: `Bearer ${value}` } });
}

function upgradeStatus(where: { port?: number; host?: string; socketPath?: string; headers: Record<string, string> }) {
    return new Promise<number>((answered, failed) => {
        const headers = {
            ...where.headers,
            connection: 'Upgrade',
            upgrade: 'websocket',
            'sec-websocket-version': '13',
            'sec-websocket-key': 'MDEyMzQ1Njc4OWFiY2RlZg=='
        };
        const asked = request({ ...where, path: '/session-socket', headers });
        asked.on('response', response => {
            response.resume();
            answered(response.statusCode ?? 0);
        });
        asked.on('upgrade', (_response, socket) => {
            socket.destroy();
            answered(101);
        });
        asked.on('error', failed);
        asked.end();
    });
}
