/** A checkpoint that a store holds. */
export interface HeldCheckpoint {
    readonly sessionId: string;
    readonly checkpointId: string;
    readonly atMs: number;
}

/** So many of the newest of a session that goes on are never dropped. */
const KEPT_OF_LIVE = 4;

/**
 * Which checkpoints go next when a store is too full: half of those of sessions that have ended, the oldest first; when
 * there are none, half of those of the others, without the newest of each. Empty when nothing more can go.
 */
export function checkpointsToDrop<C extends HeldCheckpoint>(
    held: readonly C[],
    { isLive }: { isLive(sessionId: string): boolean }
): C[] {
    const oldestFirst = [...held].sort((a, b) => a.atMs - b.atMs);
    const ended = oldestFirst.filter(each => !isLive(each.sessionId));
    if (ended.length > 0) {
        return ended.slice(0, Math.ceil(ended.length / 2));
    }
    const spare = oldestFirst.filter(
        (each, index) =>
            oldestFirst.slice(index + 1).filter(later => later.sessionId === each.sessionId).length >= KEPT_OF_LIVE
    );
    return spare.slice(0, Math.ceil(spare.length / 2));
}
