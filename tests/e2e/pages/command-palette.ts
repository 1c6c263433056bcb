import { expect, Page } from '@playwright/test';

/** The command palette of the IDE. */
export class CommandPalette {
    constructor(private readonly page: Page) {}

    /** Runs the command that is shown first for `label`, which must bear the last part of it (`Terminal: Select All`). */
    async run(label: string): Promise<void> {
        await this.page.keyboard.press('F1');
        const input = this.page.locator('.quick-input-widget input[type="text"]');
        await expect(input).toBeVisible();
        await input.fill(`>${label}`);
        const entry = this.page.locator('.quick-input-list .monaco-list-row').first();
        await expect(entry).toContainText(label.split(': ').at(-1) ?? label);
        await this.page.keyboard.press('Enter');
        // it is gone (the page may be, too: a command can leave it), or shows what the command asks for
        const stillShown = (): Promise<boolean> =>
            input
                .evaluateAll(
                    (found, typed) =>
                        found.some(each => each.checkVisibility() && (each as HTMLInputElement).value === typed),
                    `>${label}`
                )
                .catch((error: unknown) => {
                    if (/context was destroyed/.test(String(error))) {
                        return false;
                    }
                    throw error;
                });
        await expect.poll(stillShown).toBe(false);
    }
}
