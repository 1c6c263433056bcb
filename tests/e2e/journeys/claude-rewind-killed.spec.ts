import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { treeOf } from 'claude-extension/lib/checkpoint/testing/tree-of-files';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { ClaudeView } from '../pages/claude-view';
import { IdePage } from '../pages/ide-page';
import { ReviewView } from '../pages/review-view';

test.describe('going back, and being killed', () => {
    let api: FakeMessagesApi;
    let dispatch: Installation;

    test.beforeAll(async () => {
        api = await FakeMessagesApi.start(demoScript());
        const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-canary-0123456789' };
        dispatch = await Installation.start({ env });
    });

    test.afterAll(async () => {
        await dispatch.stop();
        await api.close();
    });

    test('a rewind in whose middle everything is killed is told after it, and finished with one click', async ({
        page
    }) => {
        const ide = new IdePage(page, dispatch);
        const claude = new ClaudeView(page);
        const review = new ReviewView(page);
        const many = join(dispatch.workspacesRoot, 'many');
        await mkdir(many, { recursive: true });
        const sh = (script: string): string => execFileSync('bash', ['-c', script], { cwd: many, encoding: 'utf8' });
        sh('for i in $(seq 1 1500); do echo "one $i" > file-$i; done');
        const before = treeOf(many);
        await ide.signInByLink(many);
        await ide.runCommand('New Claude Session');
        await claude.ask("run: sed -i 's/one/two/' file-*");
        await claude.allowOnce.click();
        await claude.expectSaid('Done.');
        await expect(claude.element.getByRole('button', { name: '1500 files changed' })).toBeVisible();

        await test.step('the session host dies with some files as they were and some not', async () => {
            await claude.turns.first().hover();
            await claude.element.getByRole('button', { name: 'More about this message' }).first().click();
            await page.getByRole('menuitem', { name: 'Rewind to here…' }).click();
            await expect(review.dialog).toContainText('1500 files change');
            const { pid } = await dispatch.sessionHostHealth();
            await review.dialog.getByRole('button', { name: 'Rewind', exact: true }).click();
            await expect.poll(() => sh('grep -l one file-1 || true'), { intervals: [5] }).toContain('file-1');
            process.kill(pid, 'SIGKILL');
            expect(sh('grep -L one file-* | wc -l').trim()).not.toBe('0');
        });

        await test.step('the session says so, and takes nothing until it is decided', async () => {
            const alert = claude.element.getByRole('alert').filter({ hasText: 'A rewind broke off' });
            await expect(alert).toBeVisible();
            await claude.expectPlaceholder(/Finish it or take it back/);
            await claude.press('x');
            await claude.expectWritten('');
            await alert.getByRole('button', { name: 'Finish it' }).press('Enter');
            await expect(alert).toBeHidden({ timeout: 60_000 });
            expect(treeOf(many)).toEqual(before);
            await expect(claude.element.getByText('Files and conversation went back.')).toBeVisible();
            await expect(claude.input).toBeEditable();
        });
    });
});
