import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { Page } from '@playwright/test';
import { FakeMessagesApi } from 'claude-extension/lib/runtime/testing/fake-messages-api';
import { fakeText } from 'claude-extension/lib/runtime/testing/fake-reply';
import { Installation } from '../../harness/installation';
import { expect, test } from '../../harness/journey';
import { ClaudeView } from '../pages/claude-view';
import { IdePage } from '../pages/ide-page';

const FORMULAS = `Energy is $E = mc^2$, while $5 and $6 are money and \`$x$\` is code.

$$
\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}
$$

\`\`\`math
\\int_0^1 x^2 \\, dx = \\frac{1}{3}
\`\`\`

| first | second | third | fourth | fifth | sixth |
|---|---|---|---|---|---|
| averyveryverylongword | averyveryverylongword | averyveryverylongword | averyveryverylongword | $x$ | 6 |

This one is wrong: $\\frac{a$. That is all.`;

const DIAGRAMS = `A flow:

\`\`\`mermaid
flowchart LR
    page[Page] -->|attaches| host(Session host)
    host --> log[(Event log)]
\`\`\`

A sequence:

\`\`\`mermaid
sequenceDiagram
    Person->>Claude: Ask
    Claude-->>Person: Answer
\`\`\`

A broken one:

\`\`\`mermaid
flowchart LR
    a -->
\`\`\`

All drawn.`;

/** Whatever gets through sets `window.hurt`, or asks this address. */
const ELSEWHERE = 'https://attacker.example';
const HOSTILE = `Look:

\`\`\`mermaid
%%{init: {"securityLevel": "loose", "htmlLabels": true, "flowchart": {"htmlLabels": true}, "themeCSS": "* { background: url(${ELSEWHERE}/css) }"}}%%
flowchart TD
    a["<img src=x onerror='top.hurt=1'>one"] --> b["<a href='javascript:top.hurt=2'>two</a><script>top.hurt=3</script>"]
    click a call alert()
    click b href "javascript:top.hurt=4"
    classDef bad fill:#f00,background:red
    class a bad
\`\`\`

\`\`\`mermaid
flowchart TD
    a --> b
    style a fill:red,background-image:url(${ELSEWHERE}/style)
\`\`\`

\`\`\`mermaid
sequenceDiagram
    participant A as <foreignObject><iframe src="${ELSEWHERE}/frame"></iframe></foreignObject>
    A->>A: <svg onload="top.hurt=5"><image href="${ELSEWHERE}/image"/></svg>
    link A: there @ javascript:top.hurt=6
\`\`\`

And $\\href{javascript:top.hurt=7}{x}$ and $\\includegraphics{${ELSEWHERE}/tex}$ and
$\\text{<img src=x onerror="top.hurt=8">}$ and $a \\kern-999em \\raisebox{999em}{b}$.

The end of it.`;

const REPLIES: Readonly<Record<string, string>> = { formulas: FORMULAS, diagrams: DIAGRAMS, hostile: HOSTILE };

let api: FakeMessagesApi;
let dispatch: Installation;
let folder: string;

test.beforeAll(async () => {
    api = await FakeMessagesApi.start(request => {
        const asked = JSON.stringify(request.body.messages?.at(-1) ?? '');
        const [, reply = 'Nothing.'] = Object.entries(REPLIES).find(([name]) => asked.includes(`show ${name}`)) ?? [];
        return fakeText(reply, 10);
    });
    dispatch = await Installation.start({
        env: { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-formulas-0123' }
    });
    folder = join(dispatch.workspacesRoot, 'work');
    await mkdir(folder, { recursive: true });
});

test.afterAll(async () => {
    await dispatch.stop();
    await api.close();
});

test('draws formulas and diagrams, loads what draws them only then, and lets nothing out of them', async ({ page }) => {
    const ide = new IdePage(page, dispatch);
    const claude = new ClaudeView(page);
    const asked: string[] = [];
    page.on('request', request => asked.push(request.url()));
    const loaded = (name: string): number => asked.filter(url => url.includes(`/assets/${name}-`)).length;
    await ide.signInByLink(folder);
    await ide.runCommand('New Claude Session with…');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Messages API' }).click();
    expect([loaded('claude-math'), loaded('claude-diagrams')]).toEqual([0, 0]);

    await test.step('formulas are MathML; money, code and what is wrong stay as they are written', async () => {
        await claude.ask('show formulas');
        await claude.expectSaid('That is all.');
        const prose = claude.turns.last().locator('.dispatch-claude-prose');
        await expect(prose.locator('math')).toHaveCount(4);
        await expect(prose.locator('math mfrac')).toHaveCount(2);
        await expect(prose.first()).toContainText('$5 and $6 are money and $x$ is code');
        await expect(prose.locator('code', { hasText: '$\\frac{a$' })).toHaveAttribute('title', /KaTeX/);
        expect([loaded('claude-math'), loaded('claude-diagrams')]).toEqual([1, 0]);
    });

    await test.step('diagrams are pictures; a wrong one says so below its source', async () => {
        await claude.ask('show diagrams');
        await claude.expectSaid('All drawn.');
        const diagrams = claude.turns.last().locator('.dispatch-claude-diagram');
        await expectPictures(page, 2);
        await expect(diagrams.nth(2)).toContainText('This diagram cannot be drawn');
        await expect(diagrams.nth(2).locator('pre')).toContainText('a -->');
        await diagrams.first().getByRole('button', { name: 'Show the source' }).click();
        await expect(diagrams.first().locator('pre')).toContainText('flowchart LR');
        await diagrams.first().getByRole('button', { name: 'Show the diagram' }).click();
        await expectPictures(page, 2);
        expect([loaded('claude-math'), loaded('claude-diagrams')]).toEqual([1, 1]);
    });

    await test.step('what is hostile runs nothing, loads nothing and stays in its box', async () => {
        await claude.ask('show hostile');
        await claude.expectSaid('The end of it.');
        const turn = claude.turns.last();
        const diagrams = turn.locator('.dispatch-claude-diagram');
        await expect(diagrams).toHaveCount(3);
        for (const diagram of await diagrams.all()) {
            await diagram.scrollIntoViewIfNeeded();
            await expect(diagram.locator('img, .dispatch-claude-diagram-failure')).toBeVisible();
        }
        await expect(diagrams.first().locator('img')).toBeVisible();
        expect(decodeURIComponent((await diagrams.first().locator('img').getAttribute('src')) ?? '')).toMatch(
            />\s*one<.*>\s*two</s
        );
        expect(await turn.locator('img').evaluateAll(dangersOf)).toEqual([]);
        await expect(turn.locator('a, script, iframe, svg, foreignObject')).toHaveCount(0);
        expect(await page.evaluate(() => Reflect.get(window, 'hurt'))).toBeUndefined();
        expect(asked.filter(url => url.startsWith(ELSEWHERE))).toEqual([]);
    });

    await test.step('in another theme diagrams have its colours, and all fits into a narrow pane', async () => {
        const picture = claude.element.locator('.dispatch-claude-diagram img').first();
        const before = await picture.getAttribute('src');
        await ide.runCommand('Preferences: Color Theme');
        await page.keyboard.type('Dispatch Light');
        await page.keyboard.press('Enter');
        await picture.scrollIntoViewIfNeeded();
        await expect(picture).not.toHaveAttribute('src', before ?? '');
        await page.locator('[id="shell-tab-explorer-view-container"]').click();
        await page.setViewportSize({ width: 320, height: 700 });
        await expect
            .poll(() =>
                claude.element
                    .locator('.dispatch-claude-markdown')
                    .evaluateAll(all => all.filter(each => each.scrollWidth > each.clientWidth + 1).length)
            )
            .toBe(0);
        const table = claude.element.locator('.dispatch-claude-table');
        expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(true);
    });
});

/** What could do something in the SVG of pictures, if they were not pictures. Runs in the page. */
function dangersOf(pictures: Element[]): string[] {
    return pictures.flatMap(picture => {
        const [, svg] = (picture.getAttribute('src') ?? '').split(/,(.*)/s);
        const inside = new DOMParser().parseFromString(decodeURIComponent(svg), 'image/svg+xml');
        const named = inside.querySelectorAll(
            'parsererror, script, foreignObject, iframe, image, img, use, animate, set'
        );
        const attributes = [...inside.querySelectorAll('*')].flatMap(({ attributes }) => [...attributes]);
        return [
            ...[...named].map(({ nodeName }) => nodeName),
            ...attributes
                .filter(({ name, value }) => /^on|href$/.test(name) || /javascript:|url\(\W*https?:/.test(value))
                .map(({ name, value }) => `${name}=${value}`)
        ];
    });
}

/** So many diagrams of the last turn are shown and could be read by the browser. */
async function expectPictures(page: Page, count: number): Promise<void> {
    const pictures = page.locator('.dispatch-claude-turn').last().locator('.dispatch-claude-diagram img');
    await expect(pictures).toHaveCount(count);
    await expect
        .poll(() => pictures.evaluateAll(all => all.every(each => (each as HTMLImageElement).naturalWidth > 50)))
        .toBe(true);
}
