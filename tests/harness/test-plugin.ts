import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A plugin in a folder of the person's own, whose two tests pass and fail. */
export async function writeTestPlugin(pluginsFolder: string): Promise<void> {
    const folder = join(pluginsFolder, 'two-tests');
    await mkdir(folder, { recursive: true });
    await writeFile(
        join(folder, 'package.json'),
        JSON.stringify({
            name: 'two-tests',
            publisher: 'journey',
            version: '1.0.0',
            engines: { vscode: '^1.80.0' },
            activationEvents: ['*'],
            main: './main.js'
        })
    );
    await writeFile(join(folder, 'main.js'), MAIN);
}

const MAIN = `
const { tests, TestMessage, TestRunProfileKind } = require('vscode');
exports.activate = context => {
    const controller = tests.createTestController('two', 'Two Tests');
    context.subscriptions.push(controller);
    for (const name of ['one that passes', 'one that fails']) {
        controller.items.add(controller.createTestItem(name, name));
    }
    controller.createRunProfile('Run', TestRunProfileKind.Run, request => {
        const run = controller.createTestRun(request);
        controller.items.forEach(item => {
            run.started(item);
            item.id.endsWith('fails') ? run.failed(item, new TestMessage('as it should')) : run.passed(item);
        });
        run.end();
    }, true);
};
`;
