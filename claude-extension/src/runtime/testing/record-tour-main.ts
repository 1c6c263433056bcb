import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RuntimeName } from '../../conversation/common/claude-events';
import { WatchedSession } from '../../conversation/testing/watched-session';
import { ClaudeHarness } from './claude-harness';
import { withStableNames } from './stable-names';
import { tourScript } from './tour-script';

/** Records the tour with a runtime as it is: `node record-tour-main.js <folder> <runtime>…` writes `<runtime>.events.json`. */
async function record(target: string, runtime: RuntimeName): Promise<void> {
    const harness = await ClaudeHarness.open();
    try {
        await writeFile(join(harness.folder, 'greet.ts'), "export function greet() {\n    return 'Hi';\n}\n");
        harness.api.script = tourScript(harness.folder, 0);
        const page = await harness.create(runtime);
        for (const [turn, text] of ['Make it kinder', 'Ask me which one', 'Let somebody else look'].entries()) {
            await page.say(text, `message-${turn + 1}`);
            await answerAll(page, turn);
        }
        await mkdir(target, { recursive: true });
        const events = withStableNames(page.events, harness.folder);
        const lines = events.map(event => JSON.stringify(event));
        await writeFile(join(target, `${runtime}.events.json`), `[\n${lines.join(',\n')}\n]\n`);
    } finally {
        await harness.close();
    }
}

/** Allows all that is asked until the turn has ended; a question gets its first choice. */
async function answerAll(page: WatchedSession, turn: number): Promise<void> {
    const answered = new Set(page.all('approval-answered').map(({ approvalId }) => approvalId));
    for (;;) {
        const asked = await page.until(
            () =>
                page.all('approval-requested').find(({ approvalId }) => !answered.has(approvalId)) ??
                (page.all('turn-ended')[turn] ? 'nothing' : undefined)
        );
        if (asked === 'nothing') {
            return;
        }
        const { approvalId, inputHash } = asked;
        answered.add(approvalId);
        const answers = asked.kind === 'question' ? { 'Which greeting shall it be?': 'Good day' } : undefined;
        await page.session.call('answerApproval', { approvalId, inputHash, answer: 'allow', answers });
    }
}

const [target, ...runtimes] = process.argv.slice(2);
void (async () => {
    for (const runtime of runtimes) {
        await record(target, RuntimeName.parse(runtime));
    }
})();
