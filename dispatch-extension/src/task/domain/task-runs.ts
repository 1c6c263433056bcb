import { SessionId } from '../../kernel/common/ids';
import { SessionInfo } from '../../session/common/session-protocol';
import { TerminalDetail } from '../../terminal/common/terminal-protocol';

/** How many ended runs of one task are kept with their output. */
export const KEPT_RUNS = 5;

/** The label of the task that a session was opened by; `undefined` for every other session. */
export function taskLabelOf(session: Pick<SessionInfo, 'detail'>): string | undefined {
    return TerminalDetail.safeParse(session.detail).data?.task?.label;
}

/** Whether it still runs, as the list of sessions has it. */
export function isRunning({ state }: Pick<SessionInfo, 'state'>): boolean {
    return state !== 'ended' && state !== 'failed';
}

/**
 * The ended runs of a task that make room when it is run once more: all but the newest {@link KEPT_RUNS}. Runs belong
 * together by label and folder; another task's runs are left alone.
 */
export function runsToForget(
    sessions: readonly SessionInfo[],
    { label, folder }: { label: string; folder: string | undefined }
): SessionId[] {
    return sessions
        .filter(session => taskLabelOf(session) === label && session.folder === folder && !isRunning(session))
        .sort((a, b) => b.createdAtMs - a.createdAtMs)
        .slice(KEPT_RUNS)
        .map(({ id }) => id);
}
