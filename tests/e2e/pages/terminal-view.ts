import { expect, Locator, Page } from '@playwright/test';
import { CommandPalette } from './command-palette';

/** The terminal that is shown in a page, as a person handles it. */
export class TerminalView {
    constructor(private readonly page: Page) {}

    /** The part of the page that the shown terminal fills. */
    get element(): Locator {
        return this.page.locator('.dispatch-terminal:not(.lm-mod-hidden)').first();
    }

    /** Waits until the shell has printed a prompt. */
    async ready(): Promise<void> {
        await expect(this.element.locator('.xterm-screen')).toBeVisible();
        await expect(this.element.locator('.xterm-rows')).toContainText(/[$#%>]\s*$/, { timeout: 30_000 });
    }

    async focus(): Promise<void> {
        await this.element.locator('.xterm-screen').click();
    }

    /** Types a line and Enter. */
    async run(line: string): Promise<void> {
        await this.focus();
        await this.page.keyboard.type(line);
        await this.page.keyboard.press('Enter');
    }

    /** Closes its tab. */
    async close(): Promise<void> {
        await this.page
            .locator('#theia-bottom-content-panel .lm-TabBar-tab.lm-mod-current .lm-TabBar-tabCloseIcon')
            .click();
        await expect(this.element).toBeHidden();
    }

    /** What is on the screen now. */
    async screen(): Promise<string> {
        return this.element.locator('.xterm-rows').innerText();
    }

    async expectOnScreen(text: string | RegExp, timeout = 20_000): Promise<void> {
        await expect(this.element.locator('.xterm-rows')).toContainText(text, { timeout });
    }

    /** How many pixels of pictures are drawn over the text. */
    async picturedPixels(): Promise<number> {
        const layers = this.element.locator('canvas.xterm-image-layer');
        return layers.evaluateAll(canvases =>
            (canvases as HTMLCanvasElement[]).reduce((sum, canvas) => {
                const image = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
                return sum + (image?.data.filter((value, at) => at % 4 === 3 && value > 0).length ?? 0);
            }, 0)
        );
    }

    /** Everything that can be scrolled to, the way a person would get it: select all, copy. */
    async everything(): Promise<string> {
        await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        await this.focus();
        await new CommandPalette(this.page).run('Terminal: Select All');
        await this.page.keyboard.press('Control+Shift+C');
        return this.page.evaluate(() => navigator.clipboard.readText());
    }
}
