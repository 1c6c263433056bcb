import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { StructuredLog } from '../../kernel/host/structured-log';
import { firstIssue } from '../../kernel/host/rpc-guard';
import { SessionContext } from '../../session/host/session-kind';
import {
    answers,
    FeaturedTerminal,
    ProgramStart,
    TerminalHostFeature,
    TerminalPart
} from '../../terminal/host/terminal-feature';
import { TaskErrors } from '../common/task-errors';
import { MAX_TASK_RECORD_CHARS, TASK_FEATURE, TaskRecord, TaskSessionRpc } from '../common/task-protocol';

const RECORD_FILE = 'task.json';

/**
 * Keeps with each terminal of a task what the task is, from before its program starts: an ide that comes later finds it
 * there. Refuses a start with `task.bad-record`.
 */
export class TaskHostFeature implements TerminalHostFeature {
    async prepareStart(
        start: ProgramStart,
        context: SessionContext,
        told: Readonly<Record<string, unknown>>
    ): Promise<ProgramStart> {
        if (told[TASK_FEATURE] !== undefined) {
            const record = parseRecord(told[TASK_FEATURE]);
            await fs.writeFile(recordFile(context.storageFolder), JSON.stringify(record), { mode: 0o600 });
            context.update({ detail: { task: { label: record.label } } });
        }
        return start;
    }

    joinTerminal({ context, log }: FeaturedTerminal): TerminalPart | undefined {
        return context.info.detail['task'] === undefined
            ? undefined
            : {
                  answers: answers(TaskSessionRpc, {
                      getTask: async () => ({ task: await readRecord(context.storageFolder, log) })
                  })
              };
    }
}

function parseRecord(value: unknown): TaskRecord {
    const record = TaskRecord.safeParse(value);
    if (!record.success) {
        throw TaskErrors.badRecord({ why: firstIssue(record.error) });
    }
    if (JSON.stringify(record.data).length > MAX_TASK_RECORD_CHARS) {
        throw TaskErrors.badRecord({ why: 'its configuration is too large.' });
    }
    return record.data;
}

/** `undefined` where it cannot be read, as after a crash of the machine in the middle of its writing. */
async function readRecord(folder: string, log: StructuredLog): Promise<TaskRecord | undefined> {
    try {
        return TaskRecord.parse(JSON.parse(await fs.readFile(recordFile(folder), 'utf8')));
    } catch (error) {
        log.warn('task.record-unreadable', { error });
        return undefined;
    }
}

function recordFile(folder: string): string {
    return path.join(folder, RECORD_FILE);
}
