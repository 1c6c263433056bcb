import { expect, Locator, Page } from '@playwright/test';
import { CommandPalette } from './command-palette';
import { Installation } from '../../harness/installation';

/** The IDE in a page, as a person handles it. */
export class IdePage {
    constructor(
        readonly page: Page,
        private readonly installation: Installation
    ) {}

    /** Signs in by the one-time link that the start printed; straight into `folder`, which saves loading the IDE twice. */
    async signInByLink(folder = ''): Promise<void> {
        await this.page.goto(`${this.installation.signInLink()}#${folder}`);
        await this.page.getByRole('button', { name: 'Sign in' }).click();
        await this.ready();
    }

    /** Waits until the IDE can be used. */
    async ready(): Promise<void> {
        await expect(this.page.locator('#theia-app-shell')).toBeVisible({ timeout: 150_000 });
        await expect(this.page.locator('.theia-preload')).toHaveCount(0, { timeout: 90_000 });
        await expect(this.page.locator('#theia-statusBar')).toBeVisible();
    }

    /** Opens a folder by its address, as a bookmark would. */
    async openFolder(path: string): Promise<void> {
        await this.page.goto(`${this.installation.origin}/#${path}`);
        await this.page.reload();
        await this.ready();
    }

    /** Runs a command by the palette. */
    async runCommand(label: string): Promise<void> {
        await new CommandPalette(this.page).run(label);
    }

    /** Opens a file by quick open. */
    async openFile(name: string): Promise<void> {
        await this.page.keyboard.press('Control+P');
        const input = this.page.locator('.quick-input-widget input[type="text"]');
        await expect(input).toBeVisible();
        await input.fill(name);
        await expect(this.page.locator('.quick-input-list .monaco-list-row').first()).toContainText(name);
        await this.page.keyboard.press('Enter');
        await expect(this.tab(name)).toBeVisible();
    }

    /**
     * Goes to another window of this page, or comes back from it. A browser gives the focus to one window; what drives it
     * tells every window that it has it, and the editor asks.
     */
    async leave(left = true): Promise<void> {
        await this.page.evaluate(isLeft => {
            document.hasFocus = () => !isLeft;
        }, left);
    }

    /** What is shown until the workbench is there. */
    get splash(): Locator {
        return this.page.locator('#splash');
    }

    /** Signs that the explorer waits for an answer. */
    get busyInExplorer(): Locator {
        return this.page.locator('#explorer-view-container .theia-progress-bar:visible, #files .theia-mod-busy');
    }

    tab(label: string): Locator {
        return this.page.locator('#theia-main-content-panel .lm-TabBar-tab', { hasText: label });
    }

    /** A file or folder in the explorer. */
    inExplorer(name: string): Locator {
        return this.page.locator('#files .theia-TreeNode', { hasText: name });
    }
}
