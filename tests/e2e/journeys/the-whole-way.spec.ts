import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Page } from '@playwright/test';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { Installation, until } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { makeRepository } from '../../harness/repository';
import { ClaudeView } from '../pages/claude-view';
import { IdePage } from '../pages/ide-page';
import { TerminalView } from '../pages/terminal-view';

test.describe('from an empty data folder', () => {
    let api: FakeMessagesApi;
    let dispatch: Installation;
    let repository: string;

    test.beforeAll(async () => {
        api = await FakeMessagesApi.start(demoScript({ chunkDelayMs: 15 }));
        dispatch = await Installation.start({
            env: { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-journey' }
        });
        repository = join(dispatch.workspacesRoot, 'greeter');
        await makeRepository(repository);
    });

    test.afterAll(async () => {
        await dispatch.stop();
        await api.close();
    });

    test('a person signs in, edits, runs, asks Claude, and loses nothing when everything is killed', async ({
        page
    }) => {
        const ide = new IdePage(page, dispatch);
        const terminal = new TerminalView(page);
        const claude = new ClaudeView(page);

        await test.step('sign in by the link that was printed', async () => {
            await ide.signInByLink();
        });

        await test.step('open a git repository', async () => {
            await ide.openFolder(repository);
            await expect(ide.inExplorer('README.md')).toBeVisible();
        });

        await test.step('edit a file: it is saved, marked in source control and in the gutter', async () => {
            await ide.openFile('greet.ts');
            await page.locator('.monaco-editor .view-lines').first().click();
            await page.keyboard.press('Control+End');
            await page.keyboard.type("greet('Dispatch');");
            await page.keyboard.press('Control+S');
            await until('the file is saved', async () =>
                (await readFile(join(repository, 'src/greet.ts'), 'utf8')).includes("greet('Dispatch');")
            );
            await expect(page.locator('.monaco-editor .dirty-diff-glyph').first()).toBeVisible({ timeout: 40_000 });
            await page.locator('#scm-view-container--scm-view, [id="shell-tab-scm-view-container"]').first().click();
            await expect(page.locator('#scm-view-container').getByText('greet.ts').first()).toBeVisible();
        });

        await test.step('a type error is underlined', async () => {
            await ide.tab('greet.ts').click();
            await page.locator('.monaco-editor .view-lines').first().click();
            await page.keyboard.press('Control+End');
            await page.keyboard.type('\nconst length: number = greet();');
            await expect(page.locator('.monaco-editor .squiggly-error').first()).toBeVisible({ timeout: 60_000 });
            await page.keyboard.press('Control+S');
        });

        await test.step('a preview of Markdown is shown, in a frame of another origin', async () => {
            await ide.openFile('README.md');
            await page.locator('.monaco-editor .view-lines').last().click();
            await page.keyboard.press('Control+Shift+V');
            await until('the preview is shown', () => shownInAFrame(page, 'Greets people by name.'), 60_000);
        });

        await test.step('a terminal makes a file, and the explorer shows it', async () => {
            await page.keyboard.press('Control+Shift+`');
            await terminal.ready();
            await terminal.run('echo made in a terminal > from-terminal.txt');
            await page.locator('[id="shell-tab-explorer-view-container"]').click();
            await expect(ide.inExplorer('from-terminal.txt')).toBeVisible();
        });

        await test.step('Claude streams an answer, asks to run a command, is allowed, and it is done', async () => {
            await ide.runCommand('New Claude Session');
            await claude.ask('What is in this workspace?');
            await claude.expectSaid('Shall I run the tests?');
            await claude.ask('run: echo made by Claude > from-claude.txt');
            await claude.allowOnce.click();
            await until('the effect is on disk', async () =>
                (await readFile(join(repository, 'from-claude.txt'), 'utf8').catch(() => '')).includes('made by Claude')
            );
            await claude.expectSaid(/Done\./);
        });

        await test.step('after a reload everything is as it was', async () => {
            await page.reload();
            await ide.ready();
            await expect(ide.tab('greet.ts')).toBeVisible();
            await expect(claude.turns).toHaveCount(2);
            await claude.expectSaid('Shall I run the tests?');
            await terminal.expectOnScreen('echo made in a terminal > from-terminal.txt');
            await expect(ide.inExplorer('from-claude.txt')).toBeVisible();
        });

        await test.step('kill -9 of ide and gateway in mid-output: no line is lost or doubled', async () => {
            const lines = 3_000;
            await terminal.run(
                `for i in $(seq 1 ${lines}); do echo "line $i of it"; sleep 0.004; done; echo all; echo done`
            );
            await terminal.expectOnScreen(/line \d{2,} of it/);
            await dispatch.killGateway();
            await page.waitForTimeout(3_000);
            await terminal.expectOnScreen(/line \d{3,} of it/);
            await dispatch.killIde();
            await page.waitForTimeout(3_000);
            await until(
                'the IDE is there again',
                async () => (await dispatch.ideHealth().catch(() => undefined)) !== undefined,
                30_000
            );
            await terminal.expectOnScreen(/all\s*done/, 60_000);
            await ide.ready();
            const shown = [...(await terminal.everything()).matchAll(/^line (\d+) of it$/gm)].map(match =>
                Number(match[1])
            );
            expect(shown).toEqual(Array.from({ length: lines }, (_, index) => index + 1));
        });

        await test.step('kill -9 of the gateway while the page loads: the workbench comes by itself', async () => {
            const connected = page.waitForEvent('websocket', socket => socket.url().includes('/socket.io/'));
            await page.reload({ waitUntil: 'commit' });
            await connected;
            await dispatch.killGateway();
            await expect(ide.splash).toBeVisible();
            await ide.ready();
            await expect(ide.inExplorer('README.md')).toBeVisible();
        });

        await test.step('a script of the page that could not be fetched: the same', async () => {
            // twice: a preload that failed is asked for again by the script itself
            await page.route('**/assets/bundle-*.js', route => route.abort(), { times: 2 });
            await page.reload({ waitUntil: 'commit' });
            await ide.ready();
            await page.unrouteAll();
        });

        await test.step('kill -9 of the gateway while plugins still start: the explorer answers', async () => {
            await page.reload();
            await ide.ready();
            await dispatch.killGateway();
            await ide.inExplorer('src').click();
            await page.keyboard.press('ArrowLeft');
            await page.keyboard.press('ArrowRight');
            await expect(ide.inExplorer('greet.ts')).toBeVisible();
            await expect(ide.busyInExplorer).toHaveCount(0);
        });
    });
});

/** Whether a frame of another origin than the page's shows `text`. */
async function shownInAFrame(page: Page, text: string): Promise<boolean> {
    const own = new URL(page.url()).origin;
    for (const frame of page
        .frames()
        .filter(each => each.url().startsWith('http') && new URL(each.url()).origin !== own)) {
        if (await frame.getByText(text).first().isVisible()) {
            return true;
        }
    }
    return false;
}
