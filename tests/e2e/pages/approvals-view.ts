import { Locator, Page } from '@playwright/test';

/** The inbox of approvals in a page, as a person handles it. */
export class ApprovalsView {
    constructor(private readonly page: Page) {}

    get element(): Locator {
        return this.page.locator('.dispatch-approvals');
    }

    get rows(): Locator {
        return this.element.locator('.dispatch-approvals-row');
    }

    /** The question that holds `text`. */
    row(text: string): Locator {
        return this.rows.filter({ hasText: text });
    }
}
