import { DEFAULT_LIMITS, SessionHostLimits } from '../../kernel/common/process-contract';
import { ExitInfo } from '../../session/common/stream-frames';
import { SessionContext } from '../../session/host/session-kind';
import { BudgetedLog, LogBudget } from './log/log-budget';
import { TerminalStorage } from './log/terminal-storage';
import { ScreenPool } from './screen/screen-pool';
import { TerminalScreen } from './screen/terminal-screen';
import { TerminalOutput } from './terminal-output';

/** Makes the outputs of all terminals of a person: they share the threads that hold screens, and the room on the disk. */
export class TerminalOutputs {
    private readonly screens = new ScreenPool();
    private readonly budget: LogBudget;

    constructor(private readonly limits: SessionHostLimits = DEFAULT_LIMITS) {
        this.budget = new LogBudget(limits.terminalLogsTotalBytes);
    }

    /** The output of one terminal, new or recorded. `exit` for one that has ended with an earlier session host. */
    open(context: SessionContext, exit?: ExitInfo): TerminalOutput {
        const storage = new TerminalStorage(context.storageFolder, context.log, {
            retainBytes: this.limits.terminalLogBytes,
            now: () => context.now(),
            onGrow: () => this.budget.grew()
        });
        const screen = new TerminalScreen(context.info.id, storage, this.screens, context.log);
        const output: TerminalOutput = new TerminalOutput(storage, screen, exit, () => this.budget.remove(budgeted));
        const budgeted = budgetedLog(context, storage, () => output.exit !== undefined);
        this.budget.add(budgeted);
        return output;
    }
}

/** What the disk refuses is logged, and leaves the rest as it is. */
function budgetedLog(
    { log, update }: SessionContext,
    { bytes }: TerminalStorage,
    hasEnded: () => boolean
): BudgetedLog {
    const attempt = <T>(work: () => T, otherwise: T): T => {
        try {
            return work();
        } catch (error) {
            log.error('terminal.log-not-limited', { error });
            return otherwise;
        }
    };
    return {
        get hasEnded() {
            return hasEnded();
        },
        get diskBytes() {
            return attempt(() => bytes.diskBytes, 0);
        },
        get oldestChangedAtMs() {
            return attempt(() => bytes.oldestChangedAtMs, undefined);
        },
        dropOldest: () => attempt(() => bytes.dropOldest(), 0),
        dropped: count => {
            log.info('terminal.output-dropped', { bytes: count, firstKept: bytes.start });
            update({ detail: { outputDroppedBefore: bytes.start } });
        },
        rest: () => {
            if (hasEnded()) {
                bytes.close().catch(error => log.error('terminal.log-close-failed', { error }));
            }
        }
    };
}
