import { Emitter, Event } from '@theia/core/lib/common/event';
import { asDispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { RpcClient } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import type { ChangeDetail, ChangesOf, CheckpointRpc, FileChange } from '../common/checkpoint-protocol';

/** So few files are opened at once: there is nothing to choose from. */
const OPEN_AT_ONCE = 3;

/** One list of changes as a page knows it. All of it can be asked for again. */
export class ReviewModel {
    changes: readonly FileChange[] = [];
    /** All of them; the list may be cut. */
    fileCount = 0;
    /** False until the list has come the first time. */
    isLoaded = false;
    /** Something is under way. */
    isBusy = false;
    /** What went wrong last, for people. */
    problem: string | undefined;
    /** Files that are open, with what was read of them; undefined while that is on its way. */
    readonly details = new Map<string, ChangeDetail | undefined>();
    private readonly changed = new Emitter<void>();
    readonly onDidChange: Event<void> = this.changed.event;

    constructor(
        private readonly rpc: Pick<
            RpcClient<typeof CheckpointRpc>,
            'listChanges' | 'readChange' | 'revertFile' | 'revertHunk' | 'acceptChange'
        >,
        readonly of: ChangesOf
    ) {}

    get acceptedCount(): number {
        return this.changes.filter(change => change.accepted).length;
    }

    dispose(): void {
        this.changed.dispose();
    }

    /** Asks for all that is shown. */
    async refresh(): Promise<void> {
        await this.work(async () => undefined);
    }

    async toggle(fileId: string): Promise<void> {
        if (this.details.delete(fileId)) {
            this.changed.fire();
            return;
        }
        this.details.set(fileId, undefined);
        this.changed.fire();
        await this.work(() => this.readDetail(fileId), false);
    }

    async acceptFile(fileId: string, accepted: boolean): Promise<void> {
        await this.work(() => this.rpc.acceptChange({ ...this.of, fileId, accepted }));
    }

    async acceptHunk(fileId: string, hunkId: string, accepted: boolean): Promise<void> {
        await this.work(() => this.rpc.acceptChange({ ...this.of, fileId, hunkId, accepted }));
    }

    async acceptAll(): Promise<void> {
        const open = this.changes.filter(change => !change.accepted);
        await this.work(async () => {
            for (const { fileId } of open) {
                await this.rpc.acceptChange({ ...this.of, fileId, accepted: true });
            }
        });
    }

    /** Takes a file back as it was; what is there is what was shown, else nothing happens. */
    async revertFile(fileId: string): Promise<void> {
        await this.work(async () => {
            const shown = this.details.get(fileId) ?? (await this.rpc.readChange({ ...this.of, fileId }));
            await this.rpc.revertFile({ ...this.of, fileId, shown: shown.shown });
        });
    }

    async revertHunk(fileId: string, hunkId: string): Promise<void> {
        await this.work(async () => {
            const shown = this.details.get(fileId)?.shown ?? '';
            await this.rpc.revertHunk({ ...this.of, fileId, hunkId, shown });
        });
    }

    private async work(act: () => Promise<unknown>, thenList = true): Promise<void> {
        this.isBusy = true;
        this.problem = undefined;
        this.changed.fire();
        try {
            await act();
        } catch (error) {
            this.problem = asDispatchError(error).message;
        }
        try {
            if (thenList) {
                await this.list();
            }
        } catch (error) {
            this.problem ??= asDispatchError(error).message;
        }
        this.isBusy = false;
        this.changed.fire();
    }

    private async list(): Promise<void> {
        const { changes, fileCount } = await this.rpc.listChanges(this.of);
        this.changes = changes;
        this.fileCount = fileCount;
        if (!this.isLoaded && changes.length <= OPEN_AT_ONCE) {
            changes.forEach(({ fileId }) => this.details.set(fileId, undefined));
        }
        this.isLoaded = true;
        for (const fileId of [...this.details.keys()]) {
            if (changes.some(change => change.fileId === fileId)) {
                await this.readDetail(fileId);
            } else {
                this.details.delete(fileId);
            }
        }
    }

    private async readDetail(fileId: string): Promise<void> {
        const detail = await this.rpc.readChange({ ...this.of, fileId });
        if (this.details.has(fileId)) {
            this.details.set(fileId, detail);
        }
    }
}
