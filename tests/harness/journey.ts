import { BrowserContext, expect, test as base } from '@playwright/test';

/** What every journey is written with: Playwright's `test`, which also fails on an error that a page of it did not catch. */
export const test = base.extend<{ uncaughtErrors: void }>({
    uncaughtErrors: [
        async ({ browser }, use) => {
            const errors: string[] = [];
            const watch = (context: BrowserContext): void => {
                context.on('weberror', webError => {
                    const error = webError.error();
                    errors.push(`${webError.page()?.url()}: ${error.stack ?? error.message}`);
                });
            };
            browser.on('context', watch);
            await use();
            browser.off('context', watch);
            expect(errors, 'errors that a page did not catch').toEqual([]);
        },
        { auto: true }
    ]
});

export { expect };
