import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { CheckpointRules } from '../common/checkpoint-protocol';
import { checkpointsToDrop } from '../domain/collection-plan';
import { GitStore } from './git-store';

/** What a collector is told of the world around its store. */
export interface CollectorWorld {
    readonly log: StructuredLog;
    rules(): CheckpointRules;
    /** Whether a session can still go on; the checkpoints of others go first. */
    isLive(sessionId: string): boolean;
    /** Checkpoints of a session that goes on had to go. */
    dropped(sessionId: string, count: number): void;
}

/** Above this many packs they are made into one. */
const MAX_PACKS = 60;
/** So many times as full as it may be, a store is collected whoever waits. */
const URGENT = 2;

/**
 * Makes room in the store of one folder. That takes objects away, so it happens in the order of all else that is done with
 * the store, and takes none that is still to be read.
 */
export class StoreCollector {
    private collecting: Promise<void> | undefined;
    /** Checkpoints that are being read, or will be. */
    private readonly pinned = new Set<string>();

    /** `inOrder`: runs work when nothing else is done with the store. */
    constructor(
        /** For the log. */
        private readonly folder: string,
        private readonly world: CollectorWorld,
        private readonly inOrder: (work: () => Promise<void>) => Promise<void>
    ) {}

    /**
     * Collects when the store is too full; while a turn is under way only when it must, since the checkpoint after it would
     * wait. Never fails: what cannot be collected now is tried after the next checkpoint.
     */
    whenFull(store: GitStore, isTurnUnderWay: boolean): void {
        this.collecting ??= this.collectWhenFull(store, isTurnUnderWay ? URGENT : 1)
            .catch((error: unknown) => this.world.log.warn('checkpoint.collect-failed', { error }))
            .finally(() => (this.collecting = undefined));
    }

    /** Keeps checkpoints until they are unpinned. */
    pin(checkpointIds: readonly string[]): void {
        checkpointIds.forEach(id => this.pinned.add(id));
    }

    unpin(checkpointIds: readonly string[]): void {
        checkpointIds.forEach(id => this.pinned.delete(id));
    }

    /** Resolves when nothing is being collected. Never to be waited for in the order of the store. */
    async idle(): Promise<void> {
        await this.collecting;
    }

    private async collectWhenFull(store: GitStore, times: number): Promise<void> {
        if (await this.isFull(store, times)) {
            await this.inOrder(() => this.collect(store, times));
        }
    }

    /** What was measured before its turn came may not be so any more: the store may even be gone. */
    private async collect(store: GitStore, times: number): Promise<void> {
        if (!(await this.isFull(store, times))) {
            return;
        }
        await store.collect();
        const { maxStoreBytes } = this.world.rules();
        for (;;) {
            const { bytes, packs } = await store.measure();
            const drop = bytes <= maxStoreBytes ? [] : await this.next(store);
            if (drop.length === 0) {
                this.world.log.info('checkpoint.collected', { folder: this.folder, bytes, packs });
                return;
            }
            await store.release(drop);
            await store.collect();
            this.tellDropped(drop.map(each => each.sessionId));
        }
    }

    private async isFull(store: GitStore, times: number): Promise<boolean> {
        const { bytes, packs } = await store.measure();
        return bytes > times * this.world.rules().maxStoreBytes || packs > times * MAX_PACKS;
    }

    private async next(store: GitStore) {
        const held = await store.checkpoints();
        return checkpointsToDrop(
            held.filter(({ checkpointId }) => !this.pinned.has(checkpointId)),
            this.world
        );
    }

    private tellDropped(sessionIds: readonly string[]): void {
        for (const sessionId of new Set(sessionIds)) {
            if (this.world.isLive(sessionId)) {
                this.world.dropped(sessionId, sessionIds.filter(id => id === sessionId).length);
            }
        }
    }
}
