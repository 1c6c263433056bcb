import { ShellDetail } from '../common/shell-integration-protocol';

/** The end of a command that took long. */
export interface LongCommand {
    readonly n: number;
    readonly line: string;
    readonly exitCode?: number;
    readonly spanMs: number;
}

/**
 * The long command whose end is news: it ended since `before` was said, and within this page's time (since `sinceMs`).
 * `seconds`: how long is long; 0 for never.
 */
export function longCommandOf(
    before: ShellDetail | undefined,
    now: ShellDetail,
    { seconds, sinceMs }: { seconds: number; sinceMs: number }
): LongCommand | undefined {
    const { command } = now;
    if (seconds <= 0 || command?.endedAtMs === undefined || command.endedAtMs < sinceMs) {
        return undefined;
    }
    const known = before?.command;
    const isNews = known?.n !== command.n || known.endedAtMs === undefined;
    const spanMs = command.endedAtMs - command.startedAtMs;
    return isNews && spanMs >= seconds * 1_000
        ? { n: command.n, line: command.line, exitCode: command.exitCode, spanMs }
        : undefined;
}
