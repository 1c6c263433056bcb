import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Locator, Page } from '@playwright/test';
import { Installation, until } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { git, makeRepository } from '../../harness/repository';
import { writeTestPlugin } from '../../harness/test-plugin';
import { IdePage } from '../pages/ide-page';

test.describe('the IDE', () => {
    let dispatch: Installation;
    let repository: string;
    const inRepository = (name: string): string => join(repository, name);
    const onDisk = (name: string): Promise<string> => readFile(inRepository(name), 'utf8');

    test.beforeAll(async () => {
        dispatch = await Installation.start({
            prepare: ({ dataFolder }) => writeTestPlugin(join(dataFolder, 'people/default/plugins'))
        });
        repository = join(dispatch.workspacesRoot, 'greeter');
        await makeRepository(repository);
        await writeFile(inRepository('page.html'), '<body>\n\n</body>\n');
        await writeFile(inRepository('page.css'), '.box {\n    color: #3366cc;\n    \n}\n');
        await makeConflict(repository);
    });

    test.afterAll(async () => dispatch.stop());

    test('languages, keys, conflicts, tests and second windows work as in VS Code', async ({ page, context }) => {
        const ide = new IdePage(page, dispatch);
        await ide.signInByLink(repository);
        await expect(ide.inExplorer('README.md')).toBeVisible();

        await test.step('Emmet writes HTML', async () => {
            await ide.openFile('page.html');
            await lineOf(page, 1).click();
            await page.keyboard.type('ul>li*3');
            await expectSuggested(page, 'ul>li*3');
            await page.keyboard.press('Tab');
            await until('the list is written', async () => (await onDisk('page.html')).split('<li></li>').length === 4);
        });

        await test.step('CSS shows its colours and completes its properties', async () => {
            await ide.openFile('page.css');
            await expect(page.locator('.colorpicker-color-decoration').first()).toBeVisible();
            await lineOf(page, 2).click();
            await page.keyboard.type('justify-c');
            await expectSuggested(page, 'justify-content');
            await page.keyboard.press('Escape');
        });

        await test.step('a conflict of a merge is settled by one click', async () => {
            await ide.openFile('notes.txt');
            await page.getByText('Accept Incoming Change').click();
            await until('it is settled on disk', async () => (await onDisk('notes.txt')) === 'of other\n');
        });

        await test.step('the Testing view runs the tests of a plugin', async () => {
            await ide.runCommand('Test: Run All Tests');
            await page.locator('[id^="shell-tab-test"]').first().click();
            const runs = page.locator('.theia-test-run-view');
            await expect(runs.locator('.passed')).toHaveCount(1);
            await expect(runs.locator('.failed')).toHaveCount(1);
        });

        await test.step('a key that was changed works, also after a reload', async () => {
            await ide.runCommand('Preferences: Open Keyboard Shortcuts');
            await page.locator('#search-kb').pressSequentially('copy line down');
            // until then there are all the others, which move while they are filtered
            await expect(page.locator('.kb-item-row').first()).toContainText('Copy Line Down');
            await page.locator('tr', { hasText: 'Copy Line Down' }).first().dblclick();
            await expect(page.locator('.dialogControl .main')).toBeVisible();
            await page.keyboard.press('Control+Alt+J');
            await page.locator('.dialogControl .main').click();
            await expect(page.locator('tr', { hasText: 'Copy Line Down' }).first()).toContainText('user');
            await page.reload();
            await ide.ready();
            await ide.openFile('notes.txt');
            await lineOf(page, 0).click();
            await page.keyboard.press('Control+Alt+J');
            await until('the line is there twice', async () => (await onDisk('notes.txt')) === 'of other\nof other\n');
        });

        await test.step('an editor in a window of its own keeps its colours and icon', async () => {
            await ide.openFile('greet.ts');
            await expect.poll(() => coloursIn(page), { timeout: 60_000 }).toBeGreaterThan(3);
            const opened = context.waitForEvent('page');
            await page.locator('.lm-TabBar-toolbar .codicon-window:visible').first().click();
            const second = await opened;
            await expect.poll(() => coloursIn(second), { timeout: 60_000 }).toBeGreaterThan(3);
            await expect.poll(() => iconIn(second)).not.toBe('none');
            await second.close();
        });

        await test.step('the side bar folds when the window becomes narrow, and where a page is opened in one', async () => {
            const explorer = page.locator('#files');
            const { width, height } = page.viewportSize() ?? { width: 1400, height: 900 };
            await page.locator('[id="shell-tab-explorer-view-container"]').click();
            await expect(explorer).toBeVisible();
            await page.setViewportSize({ width: 400, height });
            await expect(explorer).toBeHidden();
            // the bar on the right leaves its 48 pixels to the work, until a view of it is asked for
            const right = page.locator('#theia-right-content-panel');
            await expect(right).toBeHidden();
            // the menu bar, which would be cut, is a button
            await expect(page.locator('#theia-top-panel')).toBeHidden();
            await page.locator('.theia-compact-menu').click();
            await expect(page.locator('.lm-Menu-item', { hasText: 'Terminal' })).toBeVisible();
            await page.keyboard.press('Escape');
            await page.locator('[id="shell-tab-explorer-view-container"]').click();
            await expect(explorer).toBeVisible();
            await page.reload();
            await ide.ready();
            await expect(explorer).toBeHidden();
            await expect(right).toBeHidden();
            await ide.runCommand('View: Toggle Outline');
            await expect(right.locator('#outline-view')).toBeVisible();
            await page.setViewportSize({ width, height });
            await expect(explorer).toBeVisible();
            await expect(right).toBeVisible();
            await expect(page.locator('#theia-top-panel')).toBeVisible();
            await expect(page.locator('.theia-compact-menu')).toBeHidden();
        });

        await test.step('a visit in a narrow window leaves the layout of the wide one (it was 100 px wide, its parts closed)', async () => {
            const { width, height } = page.viewportSize() ?? { width: 1400, height: 900 };
            const side = page.locator('#theia-left-content-panel');
            await expect.poll(() => layoutOf(side)).toMatchObject({ isOpen: true });
            const before = await layoutOf(side);
            await page.setViewportSize({ width: 400, height });
            await expect(page.locator('#files')).toBeHidden();
            await page.reload();
            await ide.ready();
            await page.locator('[id="shell-tab-explorer-view-container"]').click();
            await expect(page.locator('#files')).toBeVisible();
            await page.reload();
            await ide.ready();
            await page.setViewportSize({ width, height });
            await expect.poll(() => layoutOf(side)).toEqual(before);
            // what is folded stays so, also where it was used last
            await page.locator('#files .theia-TreeContainer').focus();
            await page.locator('[id="shell-tab-explorer-view-container"]').click();
            await expect(page.locator('#files')).toBeHidden();
            await page.reload();
            await ide.ready();
            await expect(page.locator('#files')).toBeHidden();
            await page.locator('[id="shell-tab-explorer-view-container"]').click();
            await expect.poll(() => layoutOf(side)).toEqual(before);
        });

        await test.step('the number of a tab can be read in both themes (it was white on light grey)', async () => {
            for (const theme of ['Dispatch Light', 'Dispatch Dark']) {
                await ide.runCommand('Preferences: Color Theme');
                // no theme matches: an error that nobody caught
                await page.keyboard.type('no such theme');
                await page.keyboard.press('Control+A');
                await page.keyboard.type(theme);
                await page.keyboard.press('Enter');
                await expect.poll(() => badgeContrast(page)).toBeGreaterThan(4.5);
            }
        });
    });
});

/** Whether a side is open, how wide in steps of 10 px, and which of its parts are closed. */
async function layoutOf(side: Locator) {
    return side.evaluate((node: HTMLElement) => ({
        isOpen: node.offsetWidth > 60,
        tens: Math.round(node.offsetWidth / 10),
        closed: [...node.querySelectorAll<HTMLElement>('.part > .header')]
            .filter(header => header.classList.contains('collapsed') || header.querySelector('.theia-mod-collapsed'))
            // without the counts and buttons beside it, which come when they can
            .map(header => header.querySelector('.label')?.textContent?.trim())
    }));
}

/** The contrast of the number on a horizontal tab, after WCAG 2. */
async function badgeContrast(page: Page): Promise<number> {
    return page
        .locator('.lm-TabBar')
        .first()
        .evaluate(bar => {
            const badge = bar.appendChild(document.createElement('div'));
            badge.className = 'theia-badge-decorator-horizontal';
            const { color, backgroundColor } = getComputedStyle(badge);
            const light = (text: string): number => {
                const [red, green, blue] = (text.match(/[\d.]+/g) ?? []).slice(0, 3).map(part => {
                    const share = Number(part) / 255;
                    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
                });
                return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
            };
            const [low, high] = [light(color), light(backgroundColor)].sort((a, b) => a - b);
            badge.remove();
            return (high + 0.05) / (low + 0.05);
        });
}

/** A line of the shown editor, counted from 0. */
function lineOf(page: Page, index: number): Locator {
    return page.locator('.monaco-editor:visible .view-line').nth(index);
}

/**
 * Waits until `text` is the suggestion that Tab takes, not only one in a list for what was typed a moment ago. Asks as a
 * person does, again while the plugin that makes it is still starting.
 */
async function expectSuggested(page: Page, text: string): Promise<void> {
    const widget = page.locator('.suggest-widget.visible');
    await expect(async () => {
        if (!(await widget.isVisible())) {
            await page.keyboard.press('Control+Space');
        }
        try {
            await expect(widget.locator('.monaco-list-row.focused')).toContainText(text, { timeout: 3_000 });
        } catch (error) {
            await page.keyboard.press('Escape');
            throw error;
        }
    }).toPass({ timeout: 45_000 });
}

/** In how many colours the shown text is written. */
async function coloursIn(page: Page): Promise<number> {
    return page
        .locator('.view-line:visible span span')
        .evaluateAll(spans => new Set(spans.map(span => getComputedStyle(span).color)).size);
}

/** The sign that the icon theme draws in the tab; `none` without one. */
async function iconIn(page: Page): Promise<string> {
    return page
        .locator('.lm-TabBar-tabIcon')
        .first()
        .evaluate(icon => getComputedStyle(icon, '::before').content);
}

/** Leaves a merge that git could not finish. */
async function makeConflict(repository: string): Promise<void> {
    const commit = async (text: string): Promise<void> => {
        await writeFile(join(repository, 'notes.txt'), `${text}\n`);
        await git(repository, 'add', '.');
        await git(repository, 'commit', '-qm', text);
    };
    await commit('of both');
    await git(repository, 'checkout', '-qb', 'other');
    await commit('of other');
    await git(repository, 'checkout', '-q', '-');
    await commit('of main');
    await git(repository, 'merge', 'other').catch(() => undefined);
    const conflict = await readFile(join(repository, 'notes.txt'), 'utf8');
    expect(conflict).toContain('<<<<<<<');
}
