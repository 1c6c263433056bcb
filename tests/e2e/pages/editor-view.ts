import { Locator, Page } from '@playwright/test';

/** The text editor that is shown in a page, as a person handles it. */
export class EditorView {
    constructor(private readonly page: Page) {}

    /** A line by a part of its text. */
    line(text: string): Locator {
        return this.page.locator('.monaco-editor:visible .view-line', { hasText: text }).first();
    }

    /** Selects a line and its end, from its first column. */
    async selectLine(text: string): Promise<void> {
        await this.line(text).click();
        await this.page.keyboard.press('Control+L');
    }
}
