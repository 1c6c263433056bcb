import { expect, Page } from '@playwright/test';
import { CommandPalette } from './command-palette';

/** Tasks, as a person starts and ends them by the palette. */
export class Tasks {
    constructor(private readonly page: Page) {}

    async run(label: string): Promise<void> {
        await this.choose('Run Task...', label);
    }

    /** Ends the task that runs; there must be one only. */
    async terminate(label: string): Promise<void> {
        await this.choose('Terminate Task', label);
    }

    /** What is listed as running. */
    async running(): Promise<string[]> {
        await new CommandPalette(this.page).run('Show Running Tasks');
        const rows = this.page.locator('.quick-input-list .monaco-list-row');
        await expect(rows.first()).toBeVisible();
        const labels = await rows.locator('.label-name').allInnerTexts();
        await this.page.keyboard.press('Escape');
        return labels;
    }

    private async choose(command: string, label: string): Promise<void> {
        await new CommandPalette(this.page).run(command);
        const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
        await expect(row).toBeVisible({ timeout: 30_000 });
        await row.click();
    }
}
