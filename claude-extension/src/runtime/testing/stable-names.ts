import { ClaudeEvent } from '../../conversation/common/claude-events';

/** Names that are another one in each life: UUIDs, those of the API, hashes. */
const NAMES = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?:toolu|msg|req)_[\w-]+|\b[0-9a-f]{64}\b/g;

/** A recorded log in which the names, times and folders of the run stand for themselves no more, so that two compare. */
export function withStableNames(events: readonly ClaudeEvent[], folder: string): ClaudeEvent[] {
    const known = new Map<string, string>();
    const stable = (name: string): string => {
        const next = known.get(name) ?? stableName(name, known.size + 1);
        known.set(name, next);
        return next;
    };
    return events.map(({ seq, body }) => {
        const text = JSON.stringify(body).replaceAll(folder, '/work/project').replace(NAMES, stable);
        return { seq, atMs: 1_000 + 10 * seq, body: JSON.parse(text) as ClaudeEvent['body'] };
    });
}

/** A hash stays one by its shape: it is checked. */
function stableName(name: string, number: number): string {
    return /^[0-9a-f]{64}$/.test(name) ? String(number).padStart(64, '0') : `name-${number}`;
}
