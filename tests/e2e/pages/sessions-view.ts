import { expect, Locator, Page } from '@playwright/test';

/** The list of sessions in the left bar. */
export class SessionsView {
    constructor(private readonly page: Page) {}

    get rows(): Locator {
        return this.page.locator('.dispatch-session-row');
    }

    async open(): Promise<void> {
        if (!(await this.rows.first().isVisible())) {
            await this.page.locator('[id="shell-tab-dispatch-sessions"]').click();
        }
        await expect(this.rows.first()).toBeVisible();
    }

    row(title: string | RegExp): Locator {
        return this.rows.filter({ has: this.page.locator('.dispatch-session-title', { hasText: title }) }).first();
    }
}
