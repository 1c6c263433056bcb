import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { treeOf } from 'claude-extension/lib/checkpoint/testing/tree-of-files';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { ClaudeView } from '../pages/claude-view';
import { IdePage } from '../pages/ide-page';
import { ReviewView } from '../pages/review-view';

const COMMAND =
    "rm keep.bin && sed -i -e 's/^line 3$/third/' -e 's/^line 30$/thirtieth/' text.txt && echo made > made.txt";

test.describe('going back', () => {
    let api: FakeMessagesApi;
    let dispatch: Installation;
    let folder: string;

    test.beforeAll(async () => {
        api = await FakeMessagesApi.start(demoScript());
        const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-canary-0123456789' };
        dispatch = await Installation.start({ env });
        folder = join(dispatch.workspacesRoot, 'work');
        await mkdir(folder, { recursive: true });
        execFileSync('git', ['init', '--quiet', folder]);
        const lines = Array.from({ length: 40 }, (_, index) => `line ${index + 1}\n`);
        await writeFile(join(folder, 'text.txt'), lines.join(''));
        await writeFile(join(folder, 'keep.bin'), Buffer.from([0, 255, 10, 13, 0, 1]), { mode: 0o640 });
    });

    test.afterAll(async () => {
        await dispatch.stop();
        await api.close();
    });

    test('a turn is reviewed, one place is taken out, all goes back and forward again', async ({ page }) => {
        const ide = new IdePage(page, dispatch);
        const claude = new ClaudeView(page);
        const review = new ReviewView(page);
        const before = treeOf(folder);
        await ide.signInByLink(folder);
        await ide.runCommand('New Claude Session');

        await test.step('what a shell command did is counted at the foot of the turn', async () => {
            await claude.ask(`run: ${COMMAND}`);
            await claude.allowOnce.click();
            await claude.expectSaid('Done.');
            await claude.element.getByRole('button', { name: '3 files changed' }).click();
            await expect(review.element.locator('.dispatch-review-file')).toHaveCount(3);
        });

        await test.step('one place of a file is taken out, the other stays', async () => {
            await review.openFile('text.txt');
            await expect(review.hunks('text.txt')).toHaveCount(2);
            await expect(review.hunks('text.txt').first()).toContainText('+third');
            await review.hunks('text.txt').first().getByRole('button', { name: 'Revert' }).click();
            await expect(review.hunks('text.txt').first()).toContainText('reverted');
            const text = await readFile(join(folder, 'text.txt'), 'utf8');
            expect(text).toContain('\nline 3\n');
            expect(text).toContain('\nthirtieth\n');
        });

        await test.step('a file is accepted by key, and compared in the diff editor', async () => {
            await review.file('made.txt').locator('.dispatch-review-name').focus();
            await page.keyboard.press('a');
            await expect(review.file('made.txt')).toContainText('Accepted');
            await review.file('text.txt').locator('.dispatch-review-name').focus();
            await page.keyboard.press('d');
            await expect(page.locator('.monaco-diff-editor:visible')).toBeVisible();
            await expect(page.locator('.monaco-diff-editor:visible .editor.original')).toContainText('line 30');
        });

        const after = treeOf(folder);
        await test.step('a rewind says what it would do, and does it byte for byte', async () => {
            await page.locator('.lm-TabBar-tab:has(.dispatch-claude-icon)').first().click();
            await claude.turns.first().hover();
            await claude.element.getByRole('button', { name: 'More about this message' }).first().click();
            await page.getByRole('menuitem', { name: 'Rewind to here…' }).click();
            await expect(review.previewed).toHaveCount(3);
            await expect(review.dialog).toContainText('One message and its answer leave the conversation.');
            await expect(review.dialog).toContainText('also changed outside of this conversation');
            await review.dialog.getByRole('button', { name: 'Rewind', exact: true }).click();
            await expect(claude.element.getByText('Files and conversation went back.')).toBeVisible();
            expect(treeOf(folder)).toEqual(before);
        });

        await test.step('and is undone as exactly', async () => {
            await claude.element.getByRole('button', { name: 'Undo', exact: true }).click();
            await expect(review.previewed).toHaveCount(3);
            await review.dialog.getByRole('button', { name: 'Undo', exact: true }).click();
            await expect(claude.element.getByText('Files and conversation went back.')).toBeHidden();
            // the message stands in the conversation again, not in the input as well
            await claude.expectWritten('');
            expect(treeOf(folder)).toEqual(after);
        });
    });
});
