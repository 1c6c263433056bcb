import { z } from 'zod';
import { SessionId } from '../../kernel/common/ids';
import { nothing, request, rpcContract } from '../../kernel/common/rpc-contract';

/** The name under which the session host is told that a terminal is a task's (`TerminalOptions.features`). */
export const TASK_FEATURE = 'task';

/** The largest record of a task, in UTF-16 units of its JSON. */
export const MAX_TASK_RECORD_CHARS = 256 * 1024;

/**
 * What the session host keeps of a task, so that an ide that starts later can go on with it. The parts are Theia's, in
 * its own shapes; the session host does not look into them.
 */
export const TaskRecord = z.object({
    label: z.string().max(1_000),
    /** The command line, as it is shown. */
    command: z.string().optional(),
    /** Theia's execution context: the URI of the workspace in which it was run. */
    context: z.string().optional(),
    /** `TaskConfiguration`, resolved. */
    config: z.record(z.string(), z.unknown()),
    /** `TaskCustomizationData`, with the resolved problem matchers; absent where there are none. */
    customization: z.record(z.string(), z.unknown()).optional()
});
export type TaskRecord = z.infer<typeof TaskRecord>;

/** What `callSession` knows for the terminal of a task. */
export const TaskSessionRpc = rpcContract({
    requests: { getTask: request({ params: nothing, result: z.object({ task: TaskRecord.optional() }) }) },
    notifications: {}
});

/** The member of Theia's `TaskInfo` that names the session of a task. */
export const TaskSession = z.object({ sessionId: SessionId });

/** Where a page asks the ide for the problems that running tasks have found so far. */
export const TASK_PROBLEMS_PATH = '/services/dispatch/task-problems';
