import { DrillStart } from 'dispatch-extension/lib/drill/common/drill-start';
import { inWords } from 'dispatch-extension/lib/drill/domain/drill-report';
import { runDrill } from 'dispatch-extension/lib/drill/host/drill';
import { readStartParameters } from './start-parameters';

/** `dispatch drill`: see the README of the feature. Exit code 1 when something was lost. */
async function main(): Promise<void> {
    const start = DrillStart.parse(await readStartParameters());
    const report = await runDrill(start, line => process.stdout.write(`${line}\n`));
    process.stdout.write(`${inWords(report)}\n`);
    process.exit(report.passed ? 0 : 1);
}

main().catch(error => {
    process.stderr.write(
        `The drill could not be finished: ${error instanceof Error ? error.message : String(error)}\n`
    );
    process.exit(1);
});
