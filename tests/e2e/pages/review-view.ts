import { Locator, Page } from '@playwright/test';

/** Review and rewind, as a person handles them. */
export class ReviewView {
    constructor(private readonly page: Page) {}

    get element(): Locator {
        return this.page.locator('.dispatch-review-widget:visible').first();
    }

    /** A changed file in the list. */
    file(path: string): Locator {
        return this.element.locator(`.dispatch-review-file[data-path="${path}"]`);
    }

    /** Opens a file, if it is not open, so that its places are seen. */
    async openFile(path: string): Promise<void> {
        const name = this.file(path).locator('.dispatch-review-name');
        if ((await name.getAttribute('aria-expanded')) === 'false') {
            await name.click();
        }
    }

    /** The places of a file that is open. */
    hunks(path: string): Locator {
        return this.file(path).locator('.dispatch-review-hunk');
    }

    /** The dialog that says what a rewind would do. */
    get dialog(): Locator {
        return this.page.locator('.dispatch-rewind-dialog');
    }

    /** What the dialog says that files become. */
    get previewed(): Locator {
        return this.dialog.locator('.dispatch-rewind-files li');
    }
}
