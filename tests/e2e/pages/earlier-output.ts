import { expect, Locator, Page } from '@playwright/test';
import { TerminalView } from './terminal-view';

/** The earlier output of the terminal that is shown, as a person scrolls and finds in it. */
export class EarlierOutput {
    private readonly terminal: TerminalView;

    constructor(private readonly page: Page) {
        this.terminal = new TerminalView(page);
    }

    get layer(): Locator {
        return this.terminal.element.locator('.dispatch-history:not(.dispatch-hidden)');
    }

    get rows(): Locator {
        return this.layer.locator('.dispatch-history-screen:not(.dispatch-hidden) .xterm-rows');
    }

    get bar(): Locator {
        return this.layer.locator('.dispatch-history-bar');
    }

    get findInput(): Locator {
        return this.terminal.element.getByRole('textbox', { name: 'Find' });
    }

    get findStatus(): Locator {
        return this.terminal.element.locator('.dispatch-terminal-search-results');
    }

    /** Goes up page by page until the earlier output is there, and `text` on it. */
    async pageUpTo(text: RegExp): Promise<void> {
        await expect(async () => {
            for (let page = 0; page < 10; page++) {
                await this.page.keyboard.press('Shift+PageUp');
            }
            await expect(this.rows).toContainText(text, { timeout: 500 });
        }).toPass({ timeout: 40_000 });
    }

    /** Turns the wheel over the terminal. */
    async turn(deltaY: number): Promise<void> {
        const box = await this.terminal.element.boundingBox();
        if (!box) {
            throw new Error('no terminal is shown');
        }
        await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
        await this.page.mouse.wheel(0, deltaY);
    }

    /** Opens the find box with an expression in it. */
    async find(expression: string): Promise<void> {
        await this.terminal.focus();
        await this.page.keyboard.press('Control+F');
        await expect(this.findInput).toBeFocused();
        const regex = this.terminal.element.getByRole('button', { name: 'Use Regular Expression' });
        if ((await regex.getAttribute('aria-pressed')) !== 'true') {
            await this.findInput.press('Alt+r');
        }
        await expect(regex).toHaveAttribute('aria-pressed', 'true');
        await this.findInput.fill(expression);
    }
}
