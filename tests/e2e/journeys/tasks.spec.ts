import { join } from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';
import { Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { IdePage } from '../pages/ide-page';
import { Tasks } from '../pages/tasks';
import { TerminalView } from '../pages/terminal-view';

const MATCHER = {
    fileLocation: ['relative', '${workspaceFolder}'],
    pattern: { regexp: '^(.*):(\\d+): error: (.*)$', file: 1, line: 2, message: 3 }
};

const TASKS = {
    version: '2.0.0',
    tasks: [
        {
            label: 'check',
            type: 'shell',
            command: 'seq 1 20; printf "main.js:2: error: found by the check"; exit 3',
            problemMatcher: { owner: 'check', ...MATCHER }
        },
        {
            label: 'serve',
            type: 'shell',
            isBackground: true,
            command: 'i=0; while true; do i=$((i+1)); echo tick $i; sleep 0.1; done',
            problemMatcher: [],
            presentation: { panel: 'dedicated' }
        }
    ]
};

test.describe('tasks', () => {
    let dispatch: Installation;
    let folder: string;

    test.beforeAll(async () => {
        dispatch = await Installation.start();
        folder = join(dispatch.workspacesRoot, 'work');
        await mkdir(join(folder, '.vscode'), { recursive: true });
        await writeFile(join(folder, '.vscode', 'tasks.json'), JSON.stringify(TASKS));
        await writeFile(join(folder, 'main.js'), 'const first = 1;\nconst second = 2;\n');
    });

    test.afterAll(async () => dispatch.stop());

    test('a task finds problems, and one in the background outlives the IDE and the page', async ({ page }) => {
        const ide = new IdePage(page, dispatch);
        const terminal = new TerminalView(page);
        const tasks = new Tasks(page);
        await ide.signInByLink(folder);
        await ide.openFile('main.js');

        await test.step('a problem in the last words of a task is underlined in the editor', async () => {
            await tasks.run('check');
            await expect(terminal.element.getByText(/exited with code 3 · Terminal will be reused/)).toBeVisible();
            await expect(page.locator('.monaco-editor .squiggly-error')).toBeVisible();
        });

        await test.step('a task in the background goes on while the IDE is killed', async () => {
            await tasks.run('serve');
            await terminal.expectOnScreen(/tick [1-9]\d/);
            const reloaded = page.waitForEvent('load', { timeout: 60_000 });
            await dispatch.killIde();
            await reloaded;
            await ide.ready();
            await expectEachTickOnce(terminal);
            expect(await tasks.running()).toEqual(['serve']);
        });

        await test.step('it is there after a reload of the page, and ends when it is told to', async () => {
            await page.reload();
            await ide.ready();
            await expectEachTickOnce(terminal);
            await tasks.terminate('serve');
            await expect(terminal.element.getByText(/Terminal will be reused by tasks/)).toBeVisible();
        });
    });
});

/** Everything that was written since the start is there, in order, each line once. */
async function expectEachTickOnce(terminal: TerminalView): Promise<void> {
    await terminal.expectOnScreen(/tick \d/);
    const ticks = [...(await terminal.everything()).matchAll(/^tick (\d+)$/gm)].map(match => Number(match[1]));
    expect(ticks.length).toBeGreaterThan(5);
    expect(ticks).toEqual(ticks.map((_, index) => index + 1));
}
