import { expect, Locator, Page } from '@playwright/test';

/** The Claude session that is shown in a page, as a person handles it. */
export class ClaudeView {
    constructor(private readonly page: Page) {}

    get element(): Locator {
        return this.page.locator('.dispatch-claude-view:visible').first();
    }

    /** What has the focus while a person writes: the text area of the editor, for the keyboard and for what is read out. */
    get input(): Locator {
        return this.element.locator('.dispatch-claude-input textarea');
    }

    /** Where the editor is, for the mouse. */
    get field(): Locator {
        return this.element.locator('.dispatch-claude-input');
    }

    /** Writes key by key, as a person does: what completes the word is offered. */
    async write(text: string): Promise<void> {
        await this.input.pressSequentially(text);
    }

    /** Presses a key in the input. */
    async press(key: string): Promise<void> {
        await this.input.press(key);
    }

    /** Takes out what was written. */
    async clear(): Promise<void> {
        await this.input.press('Control+A');
        await this.input.press('Delete');
        await this.expectWritten('');
    }

    /** Puts a text in place of what was written, as from the clipboard. */
    async put(text: string): Promise<void> {
        await this.clear();
        await this.page.keyboard.insertText(text);
    }

    async expectWritten(text: string): Promise<void> {
        await expect(this.input).toHaveValue(text);
    }

    /** Chooses in the menu that the right button of the mouse opens on the input. */
    async chooseOfInput(entry: string): Promise<void> {
        await this.field.click({ button: 'right' });
        await this.page.locator('.lm-Menu-item', { hasText: entry }).click();
    }

    /** What stands in the empty input: what it is for, or why nothing can be written. */
    async expectPlaceholder(text: RegExp): Promise<void> {
        await expect(this.field.locator('.editorPlaceholder')).toHaveText(text);
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

    /** Takes an entry of the list that completes what is written. */
    async complete(entry: string | RegExp): Promise<void> {
        await this.suggestions.filter({ hasText: entry }).first().click();
        await expect(this.suggestions).toHaveCount(0);
    }

    /** What goes with the message beside what is written, by a word of its name. */
    chip(label: string | RegExp): Locator {
        return this.element.locator('.dispatch-claude-context-chip', { hasText: label });
    }

    /** The pictures that go with the message. */
    get pictures(): Locator {
        return this.element.locator('.dispatch-claude-composer img');
    }

    /** Drops files on the input, as from the desktop. */
    async dropFiles(...files: { name: string; mediaType: string; base64: string }[]): Promise<void> {
        await this.field.evaluate((field, given) => {
            const dataTransfer = new DataTransfer();
            for (const { name, mediaType, base64 } of given) {
                const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
                dataTransfer.items.add(new File([bytes], name, { type: mediaType }));
            }
            const { left, top, width, height } = field.getBoundingClientRect();
            const [clientX, clientY] = [left + width / 2, top + height / 2];
            // where a person would let go of them, whatever the input is made of
            const target = document.elementFromPoint(clientX, clientY) ?? field;
            const tell = (type: string): boolean =>
                target.dispatchEvent(
                    new DragEvent(type, { dataTransfer, clientX, clientY, bubbles: true, cancelable: true })
                );
            tell('dragenter');
            // a browser drops only where the event before was taken
            if (tell('dragover')) {
                throw new Error('nothing can be dropped here');
            }
            tell('drop');
        }, files);
    }

    /** Drags something of the page onto the input, with the mouse. */
    async dragHere(thing: Locator): Promise<void> {
        await thing.hover();
        await this.page.mouse.down();
        // the first move begins the drag, the next one is over the input
        await this.field.hover();
        await this.field.hover();
        await this.page.mouse.up();
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
        await this.put(text);
        await this.input.press('Enter');
    }

    async expectSaid(text: string | RegExp, timeout = 30_000): Promise<void> {
        await expect(this.element.getByRole('log')).toContainText(text, { timeout });
    }
}
