import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { RED_DOT } from '../../harness/red-dot';
import { ClaudeView } from '../pages/claude-view';
import { IdePage } from '../pages/ide-page';
import { SessionsView } from '../pages/sessions-view';

let api: FakeMessagesApi;
let dispatch: Installation;
let folder: string;

test.beforeAll(async () => {
    api = await FakeMessagesApi.start(demoScript({ chunkDelayMs: 1 }));
    dispatch = await Installation.start({
        env: { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-draft-0123' }
    });
    folder = join(dispatch.workspacesRoot, 'work');
    await mkdir(folder, { recursive: true });
});

test.afterAll(async () => {
    await dispatch.stop();
    await api.close();
});

test('what is written in one browser stands in the input of another one, and is gone from both when it was sent', async ({
    page,
    context,
    browser
}) => {
    const ide = new IdePage(page, dispatch);
    const claude = new ClaudeView(page);
    await ide.signInByLink(folder);
    await ide.runCommand('New Claude Session with…');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Messages API' }).click();
    await claude.ask('What is in this workspace?');
    await claude.expectSaid('Shall I run the tests?');
    await claude.write('half a thought');
    await claude.pastePicture(RED_DOT);
    await expect(claude.pictures).toHaveCount(1);

    // another browser of the same person: signed in as well, and nothing else is the same
    const { cookies } = await context.storageState();
    const elsewhere = await browser.newContext({ storageState: { cookies, origins: [] } });
    const second = await elsewhere.newPage();
    const other = new ClaudeView(second);
    const otherIde = new IdePage(second, dispatch);
    const openThere = async (): Promise<void> => {
        const sessions = new SessionsView(second);
        await sessions.open();
        await sessions.row('What is in this workspace?').click();
        await other.expectSaid('Shall I run the tests?');
    };
    await second.goto(`${dispatch.origin}/#${folder}`);
    await otherIde.ready();
    await openThere();

    await test.step('it is there, with what goes along', async () => {
        await other.expectWritten('half a thought');
        await expect(other.pictures).toHaveCount(1);
    });

    await test.step('it is gone on with there, and seen here; also after both pages were loaded again', async () => {
        await other.press('End');
        await other.write(', and its end');
        await claude.expectWritten('half a thought, and its end');
        await page.reload();
        await second.reload();
        await ide.ready();
        await otherIde.ready();
        await claude.expectWritten('half a thought, and its end');
        await other.expectWritten('half a thought, and its end');
    });

    await test.step('what is sent from there is gone from here', async () => {
        await other.press('Enter');
        await expect(other.turns.last().locator('.dispatch-claude-said img')).toBeVisible();
        await claude.expectWritten('');
        await expect(claude.pictures).toHaveCount(0);
        expect(JSON.stringify(api.conversationRequests.at(-1)?.body.messages)).toContain('half a thought, and its end');
    });

    await test.step('it outlives the session host', async () => {
        await claude.write('for tomorrow');
        await other.expectWritten('for tomorrow');
        const { pid } = await dispatch.sessionHostHealth();
        process.kill(pid, 'SIGKILL');
        await expect
            .poll(async () => (await dispatch.sessionHostHealth().catch(() => undefined))?.pid ?? pid)
            .not.toBe(pid);
        await second.evaluate(() => localStorage.clear());
        await second.reload();
        await otherIde.ready();
        await openThere();
        await other.expectWritten('for tomorrow');
    });
    await elsewhere.close();
});
