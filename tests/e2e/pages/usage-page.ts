import { readFile } from 'node:fs/promises';
import { expect, Locator, Page } from '@playwright/test';

/** The usage page of the IDE, as a person handles it. */
export class UsagePage {
    constructor(private readonly page: Page) {}

    get element(): Locator {
        return this.page.locator('.dispatch-usage-widget:visible');
    }

    get statusItem(): Locator {
        return this.page.locator('#theia-statusBar .element[class*="dispatch-usage-status"]');
    }

    gauge(budget: string): Locator {
        return this.element.getByRole('progressbar', { name: budget, exact: true });
    }

    /** Sets a budget; empty takes it away. */
    async setBudget(budget: string, value: string): Promise<void> {
        const field = this.element.locator('form', { has: this.page.getByLabel(budget, { exact: true }) });
        await field.getByRole('spinbutton').fill(value);
        await field.getByRole('spinbutton').press('Enter');
        await expect(field.getByText('Saved.')).toBeVisible();
    }

    /** The cells of a line of the table, by the text of its head. */
    async cellsOf(head: string): Promise<string[]> {
        const line = this.element.getByRole('row', { name: head });
        return line.locator('td').allInnerTexts();
    }

    /** Downloads the ledger; its lines as fields, the head first. */
    async downloadCsv(): Promise<string[][]> {
        const downloading = this.page.waitForEvent('download');
        await this.element.getByRole('link', { name: 'Download CSV' }).click();
        const download = await downloading;
        expect(download.suggestedFilename()).toMatch(/^dispatch-usage-\d{4}-\d\d-01-\d{4}-\d\d-\d\d\.csv$/);
        const text = await readFile(await download.path(), 'utf8');
        return text
            .trimEnd()
            .split('\r\n')
            .map(line => line.split(','));
    }
}
