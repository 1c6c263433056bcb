import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoScript } from 'claude-extension/lib/runtime/testing/demo-script';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { makeRepository } from '../../harness/repository';
import { RED_DOT } from '../../harness/red-dot';
import { ClaudeView } from '../pages/claude-view';
import { EditorView } from '../pages/editor-view';
import { IdePage } from '../pages/ide-page';
import { TerminalView } from '../pages/terminal-view';

const NOTES = 'Milk, bread, and a résumé.\n';
/** An error, and two hints: nothing reads `name` and `unread`. */
const FAULTY = [
    'export function farewell(name: string): string {',
    "    const unread = 'nobody';",
    '    return 42;',
    '}',
    ''
];

let api: FakeMessagesApi;
let dispatch: Installation;
let folder: string;

test.beforeAll(async () => {
    api = await FakeMessagesApi.start(demoScript({ chunkDelayMs: 1 }));
    dispatch = await Installation.start({
        env: { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-input-0123' }
    });
    folder = join(dispatch.workspacesRoot, 'greeter');
    await makeRepository(folder);
    await writeFile(join(folder, 'src/farewell.ts'), FAULTY.join('\n'));
});

test.afterAll(async () => {
    await dispatch.stop();
    await api.close();
});

/** The newest message of the person, as the model was sent it. */
function received(): { texts: string; pictures: string[] } {
    const content = api.conversationRequests.at(-1)?.body.messages?.findLast(({ role }) => role === 'user')?.content;
    const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []);
    return {
        texts: blocks.flatMap(block => (block.type === 'text' ? [block.text ?? ''] : [])).join('\n'),
        pictures: blocks.flatMap(block => (block.type === 'image' ? [JSON.stringify(block)] : []))
    };
}

test('the input takes what a person names, has selected, drops and said before, and the model gets it', async ({
    page
}) => {
    const ide = new IdePage(page, dispatch);
    const claude = new ClaudeView(page);
    const editor = new EditorView(page);
    const terminal = new TerminalView(page);
    /** Sends what is written, and waits until it was answered. */
    const send = async (): Promise<void> => {
        const asked = api.conversationRequests.length;
        await claude.press('Enter');
        await expect.poll(() => api.conversationRequests.length).toBe(asked + 1);
        await expect(claude.turns.last()).toContainText('Shall I run the tests?');
    };
    await ide.signInByLink(folder);
    await ide.openFile('farewell.ts');
    await ide.runCommand('New Terminal');
    await terminal.ready();
    await terminal.run('echo the answer is $((6 * 7))');
    await terminal.expectOnScreen('the answer is 42');
    await ide.runCommand('New Claude Session with…');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Messages API' }).click();
    await expect(claude.input).toBeVisible();

    await test.step('what is selected in the editor goes with it, until it is taken out', async () => {
        await ide.tab('farewell.ts').click();
        await editor.selectLine('return 42;');
        await claude.show();
        const chip = claude.chip('farewell.ts:3');
        await expect(chip).toBeVisible();
        await claude.write('What is wrong here?');
        await send();
        expect(received().texts).toBe(
            `What is wrong here?\n\n<context label="${folder}/src/farewell.ts:3">\n    return 42;\n\n</context>`
        );
        await expect(chip).toBeVisible();
        await chip.getByRole('button').click();
        await expect(chip).toHaveCount(0);
    });

    /** Writes until something is offered: the language server may still be reading the project. */
    const writeUntilOffered = (text: string, offered: string): Promise<void> =>
        expect(async () => {
            await claude.clear();
            await claude.write(text);
            await expect(claude.suggestions.filter({ hasText: offered })).toBeVisible({ timeout: 2_500 });
        }).toPass({ timeout: 60_000 });

    await test.step('problems go with it', async () => {
        await writeUntilOffered('Look for @prob', '3 in this folder');
        await claude.complete('3 in this folder');
        await claude.expectWritten('Look for ');
        await expect(claude.chip('Problems')).toBeVisible();
    });

    await test.step('a symbol is named by its place', async () => {
        await writeUntilOffered('Look at @farew', 'src/farewell.ts:1');
        await claude.complete('src/farewell.ts:1');
        await claude.expectWritten('Look at @src/farewell.ts#L1 ');
    });

    await test.step('the last output of a terminal goes with it, and all of it reaches the model, each problem called by its severity', async () => {
        await claude.write('and @term');
        await claude.complete('Terminal');
        await expect(claude.chip('Terminal')).toBeVisible();
        await send();
        const { texts } = received();
        expect(texts).toContain('Look at @src/farewell.ts#L1 and');
        expect(texts).toContain(
            [
                '<context label="Problems">',
                "src/farewell.ts:3:5: error: Type 'number' is not assignable to type 'string'.",
                "src/farewell.ts:1:26: hint: 'name' is declared but its value is never read.",
                "src/farewell.ts:2:11: hint: 'unread' is declared but its value is never read.",
                '</context>'
            ].join('\n')
        );
        expect(texts).toMatch(/<context label="Terminal[^"\n]*">\n[^<]*^the answer is 42$/m);
        // what was taken out stays out
        expect(texts).not.toContain('farewell.ts:3">');
        await expect(claude.chip('')).toHaveCount(0);
    });

    await test.step('Up brings back what was said, without what went with it, and Down comes forward again', async () => {
        await claude.press('ArrowUp');
        await claude.expectWritten('Look at @src/farewell.ts#L1 and');
        await claude.press('ArrowUp');
        await claude.expectWritten('What is wrong here?');
        await claude.press('ArrowUp');
        await claude.expectWritten('What is wrong here?');
        await claude.press('ArrowDown');
        await claude.expectWritten('Look at @src/farewell.ts#L1 and');
        await claude.press('ArrowDown');
        await claude.expectWritten('');
    });

    await test.step('its menu cuts and pastes', async () => {
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        await claude.put('carried over');
        await claude.press('Control+A');
        await claude.chooseOfInput('Cut');
        await claude.expectWritten('');
        await claude.chooseOfInput('Paste');
        await claude.expectWritten('carried over');
        await claude.clear();
    });

    await test.step('what is dropped from the desktop goes with it: a picture as a picture, a file as text', async () => {
        await claude.dropFiles(
            { name: 'dot.png', mediaType: 'image/png', base64: RED_DOT },
            { name: 'notes.txt', mediaType: 'text/plain', base64: Buffer.from(NOTES).toString('base64') }
        );
        await expect(claude.pictures).toHaveCount(1);
        await expect(claude.chip('notes.txt')).toBeVisible();
    });

    await test.step('a file that is dragged from the explorer is named', async () => {
        await claude.dragHere(ide.inExplorer('README.md'));
        await claude.expectWritten('@README.md ');
        await claude.write('What are these?');
        await send();
        const { texts, pictures } = received();
        expect(texts).toBe(`@README.md What are these?\n\n<context label="notes.txt">\n${NOTES}\n</context>`);
        expect(pictures).toHaveLength(1);
        expect(pictures[0]).toContain(RED_DOT);
        await expect(claude.turns.last().locator('.dispatch-claude-said img')).toBeVisible();
        // it was let go of on the input, not on the dock, which would have opened it
        await expect(ide.tab('README.md')).toHaveCount(0);
    });

    await test.step('code of an answer takes the place of what is selected behind the conversation (it was put at the top)', async () => {
        await claude.element.getByRole('button', { name: 'Insert into the editor' }).last().click();
        await expect(ide.tab('farewell.ts')).toHaveClass(/lm-mod-current/);
        const lines = async (): Promise<string[]> =>
            (await readFile(join(folder, 'src/farewell.ts'), 'utf8')).split('\n');
        await expect.poll(async () => (await lines())[2]).toBe('/** Greets by name; a stranger is greeted too. */');
        expect((await lines()).slice(0, 2)).toEqual(FAULTY.slice(0, 2));
        expect(await lines()).not.toContain(FAULTY[2]);
    });
});
