import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conversationLines } from 'claude-extension/lib/custody/testing/foreign-lines';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { ClaudeView } from '../pages/claude-view';
import { IdePage } from '../pages/ide-page';

const ID = '11111111-2222-3333-4444-555555555555';

test.describe('conversations made elsewhere', () => {
    let api: FakeMessagesApi;
    let dispatch: Installation;
    let folder: string;

    test.beforeAll(async () => {
        api = await FakeMessagesApi.start(demoScript());
        const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-canary-0123456789' };
        dispatch = await Installation.start({ env });
        folder = join(dispatch.workspacesRoot, 'work');
        await mkdir(folder, { recursive: true });
        const projects = join(dispatch.folder, 'home', '.claude', 'projects', 'work');
        await mkdir(projects, { recursive: true });
        await writeFile(join(projects, `${ID}.jsonl`), `${conversationLines(folder).join('\n')}\n`);
    });

    test.afterAll(async () => {
        await dispatch.stop();
        await api.close();
    });

    test('are found by their words, read, continued, exported, and put into the trash and out again', async ({
        page
    }) => {
        const ide = new IdePage(page, dispatch);
        const claude = new ClaudeView(page);
        const list = page.locator('.dispatch-conversations:visible');
        await ide.signInByLink(folder);
        await ide.runCommand('Claude: Conversations Made Elsewhere…');

        await test.step('a search finds what was said in it', async () => {
            await list.getByRole('searchbox').fill('nobody said that');
            await expect(list).toContainText('No conversation has these words.');
            await list.getByRole('searchbox').fill('wrong in greet');
            await list.getByRole('button', { name: /Why does the build fail/ }).click();
            await expect(list).toContainText('A type is wrong in greet.ts.');
        });

        await test.step('Claude Code goes on with it, and remembers what was said', async () => {
            await list.getByRole('button', { name: 'Continue here' }).click();
            await claude.expectSaid('A type is wrong in greet.ts.');
            await claude.ask('What is in this workspace?');
            await claude.expectSaid('Shall I run the tests?');
            const sent = JSON.stringify(api.conversationRequests.at(-1)?.body.messages);
            expect(sent).toContain('Why does the build fail?');
        });

        await test.step('it is exported as Markdown', async () => {
            await claude.element.getByRole('button', { name: 'More about this session' }).click();
            const [file] = await Promise.all([
                page.waitForEvent('download'),
                page.getByRole('menuitem', { name: 'Export as Markdown' }).click()
            ]);
            const text = await readFile(await file.path(), 'utf8');
            expect(text).toContain('> Why does the build fail?');
            expect(text).toContain('npm run build');
        });

        await test.step('it is deleted into the trash, and restored', async () => {
            await claude.element.getByRole('button', { name: 'More about this session' }).click();
            await page.getByRole('menuitem', { name: 'Delete…' }).click();
            await expect(page.getByRole('button', { name: 'Move to Trash', exact: true })).toBeFocused();
            await page.keyboard.press('Enter');
            await expect(claude.element.getByText(/This session is in the trash\. On /)).toBeVisible();
            await claude.expectPlaceholder(/in the trash\. Restore it/);
            await expect(claude.input).not.toBeEditable();
            await claude.element.getByRole('button', { name: 'Restore' }).click();
            await expect(claude.element.getByText(/This session is in the trash\. On /)).toBeHidden();
            await expect(claude.input).toBeEditable();
        });
    });
});
