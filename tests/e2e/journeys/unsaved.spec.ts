import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Page } from '@playwright/test';
import { Installation, until } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { makeRepository } from '../../harness/repository';
import { IdePage } from '../pages/ide-page';

test.describe('what is typed just before the IDE crashes', () => {
    let dispatch: Installation;
    let file: string;
    const onDisk = (): Promise<string> => readFile(file, 'utf8');

    test.beforeAll(async () => {
        dispatch = await Installation.start();
        const repository = join(dispatch.workspacesRoot, 'greeter');
        file = join(repository, 'src/greet.ts');
        await makeRepository(repository);
    });

    test.afterAll(async () => dispatch.stop());

    test('is in the editor again, and saved; a file that changed meanwhile is not written over', async ({ page }) => {
        const ide = new IdePage(page, dispatch);
        const asked: string[] = [];
        page.on('dialog', dialog => {
            asked.push(dialog.type());
            void dialog.accept();
        });
        await ide.signInByLink(join(dispatch.workspacesRoot, 'greeter'));
        await ide.openFile('greet.ts');

        await test.step('it is saved when the IDE is there again, and nobody is asked', async () => {
            await crashWhileTyping(page, ide, '// typed just before the crash');
            await until('it is saved', async () => (await onDisk()).includes('// typed just before the crash'), 30_000);
            await expect(editor(page)).toContainText('typed just before the crash');
            expect(asked).toEqual([]);
        });

        await test.step('a file that somebody else has changed meanwhile stays as it is', async () => {
            await crashWhileTyping(page, ide, '// typed in vain', () => writeFile(file, 'of somebody else\n'));
            await expect(page.getByText(/was changed while the IDE was away/).first()).toBeVisible();
            await expect(ide.tab('Untitled-1')).toBeVisible();
            await expect(editor(page)).toContainText('typed in vain');
            expect(await onDisk()).toBe('of somebody else\n');
        });
    });

    /** Types while the IDE does not answer any more, and kills it. */
    async function crashWhileTyping(page: Page, ide: IdePage, text: string, meanwhile?: () => Promise<void>) {
        await editor(page).locator('.view-line').first().click();
        await page.keyboard.press('Control+End');
        const { pid } = await dispatch.ideHealth();
        process.kill(pid, 'SIGSTOP');
        await page.keyboard.type(`\n${text}`);
        await meanwhile?.();
        const reloaded = page.waitForEvent('load', { timeout: 60_000 });
        process.kill(pid, 'SIGKILL');
        await reloaded;
        await ide.ready();
    }
});

function editor(page: Page) {
    return page.locator('.monaco-editor:visible').first();
}
