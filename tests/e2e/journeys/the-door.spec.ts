import { Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { IdePage } from '../pages/ide-page';

const KEY = 'correct horse battery';

test.describe('the door', () => {
    let dispatch: Installation;

    test.beforeAll(async () => {
        dispatch = await Installation.start({ env: { TERMINAL_KEY: KEY } });
    });

    test.afterAll(async () => dispatch.stop());

    test('a person signs in by key with the keyboard alone, is told of a wrong key, and signs out', async ({
        page
    }) => {
        await test.step('no file of the IDE is loaded before the sign-in', async () => {
            const loaded: string[] = [];
            page.on('response', response => loaded.push(new URL(response.url()).pathname));
            await page.goto(`${dispatch.origin}/#/somewhere`);
            await expect(page).toHaveURL(/\/sign-in/);
            expect(loaded.filter(path => path.startsWith('/assets') || path.startsWith('/socket.io'))).toEqual([]);
        });

        await test.step('a wrong key is refused in words', async () => {
            await page.keyboard.type('not the key at all');
            await page.keyboard.press('Enter');
            await expect(page.getByRole('alert')).toBeVisible();
            // the alert is there before the field has the keys
            await expect(page.getByRole('textbox', { name: 'Key' })).toBeFocused();
        });

        await test.step('the key lets in, and a reload stays in', async () => {
            await page.keyboard.type(KEY);
            await page.keyboard.press('Enter');
            await new IdePage(page, dispatch).ready();
            await page.reload();
            await new IdePage(page, dispatch).ready();
        });

        await test.step('signing out closes the page, and another tab of the same sign-in', async () => {
            const other = await page.context().newPage();
            await other.goto(dispatch.origin);
            await new IdePage(other, dispatch).ready();
            await new IdePage(page, dispatch).runCommand('Sign Out');
            await expect(page).toHaveURL(/\/sign-in/);
            await expect(other).toHaveURL(/\/sign-in/, { timeout: 15_000 });
            await page.goto(dispatch.origin);
            await expect(page).toHaveURL(/\/sign-in/);
        });
    });

    test('the sign-in page fits a phone', async ({ page }) => {
        await page.setViewportSize({ width: 400, height: 800 });
        await page.goto(dispatch.origin);
        await expect(page.getByLabel('Key')).toBeFocused();
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
    });
});
