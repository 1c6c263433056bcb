import { expect, Locator, Page } from '@playwright/test';

/** The Claude session that is shown in a page, as a person handles it. */
export class ClaudeView {
    constructor(private readonly page: Page) {}

    get element(): Locator {
        return this.page.locator('.dispatch-claude-view:visible').first();
    }

    get input(): Locator {
        return this.element.locator('.dispatch-claude-input');
    }

    get turns(): Locator {
        return this.element.locator('.dispatch-claude-turn');
    }

    get allowOnce(): Locator {
        return this.element.getByRole('button', { name: /Allow once/ });
    }

    get deny(): Locator {
        return this.element.getByRole('button', { name: 'Deny', exact: true });
    }

    /** Brings the first Claude session to the front, by its tab. */
    async show(): Promise<void> {
        const tabs = this.page.locator('#theia-main-content-panel .lm-TabBar-tab');
        await tabs
            .filter({ has: this.page.locator('.dispatch-claude-icon') })
            .first()
            .click();
        await expect(this.input).toBeVisible();
    }

    async ask(text: string): Promise<void> {
        await this.input.fill(text);
        await this.input.press('Enter');
    }

    async expectSaid(text: string | RegExp, timeout = 30_000): Promise<void> {
        await expect(this.element.getByRole('log')).toContainText(text, { timeout });
    }
}
