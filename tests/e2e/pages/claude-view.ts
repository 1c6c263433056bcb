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

    get title(): Locator {
        return this.element.locator('.dispatch-claude-header h2');
    }

    /** The lines of calls of tools, by a word of their heading. */
    tool(heading: string | RegExp): Locator {
        return this.element.locator('.dispatch-claude-tool', { hasText: heading });
    }

    /** Opens the first such call, to see what it was given and what it came to. */
    async openTool(heading: string | RegExp): Promise<Locator> {
        const tool = this.tool(heading).first();
        const row = tool.locator('.dispatch-claude-row').first();
        if ((await row.getAttribute('aria-expanded')) !== 'true') {
            await row.click();
        }
        return tool;
    }

    /** The line above the input while a usage limit is waited for. */
    get parked(): Locator {
        return this.element.locator('.dispatch-claude-parked');
    }

    /** What waits for its turn. */
    queued(text: string): Locator {
        return this.element.locator('.dispatch-claude-said-queued', { hasText: text });
    }

    get suggestions(): Locator {
        return this.element.getByRole('option');
    }

    /** Chooses in one of the pickers of the header: `model`, `mode`, `effort`, `thinking`. */
    async pick(picker: string, choice: string | RegExp): Promise<void> {
        await this.element.locator(`.dispatch-claude-picker-${picker}`).click();
        await this.element.getByRole('menuitemradio', { name: choice }).click();
    }

    /** Chooses in the menu of the session. */
    async chooseInMenu(entry: string): Promise<void> {
        await this.element.getByRole('button', { name: 'More about this session' }).click();
        await this.page.getByRole('menuitem', { name: entry }).click();
    }

    /** Pastes a picture, as from the clipboard of the system. */
    async pastePicture(base64: string): Promise<void> {
        await this.input.evaluate((field, data) => {
            const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
            const clipboardData = new DataTransfer();
            clipboardData.items.add(new File([bytes], 'picture.png', { type: 'image/png' }));
            field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        }, base64);
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

    /** All that is said in it, without what only this page shows. */
    words(): Promise<string> {
        return this.element.getByRole('log').innerText();
    }

    async ask(text: string): Promise<void> {
        await this.input.fill(text);
        await this.input.press('Enter');
    }

    async expectSaid(text: string | RegExp, timeout = 30_000): Promise<void> {
        await expect(this.element.getByRole('log')).toContainText(text, { timeout });
    }
}
