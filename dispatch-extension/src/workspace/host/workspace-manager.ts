import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { z } from 'zod';
import { WorkspaceId } from '../../kernel/common/ids';
import { RpcService } from '../../kernel/common/rpc-contract';
import { newWorkspaceId } from '../../kernel/host/new-id';
import { StructuredLog } from '../../kernel/host/structured-log';
import { StateDatabase } from '../../storage/host/state-database';
import { WorkspaceErrors } from '../common/workspace-errors';
import { FolderName, WorkspaceInfo, WorkspaceRpc } from '../common/workspace-protocol';
import { nameOfRepository, readCloneUrl, withoutCredentials } from '../domain/clone-url';
import { gitClone } from './git-clone';
import { WorkspacePaths } from './workspace-paths';
import { WorkspaceRecord, WorkspaceStore } from './workspace-store';

const MAX_CLONES = 4;

/** Where notifications go. */
export interface WorkspaceAudience {
    notify(name: string, params: unknown): void;
}

type Params<M extends keyof typeof WorkspaceRpc.requests> = z.output<(typeof WorkspaceRpc.requests)[M]['params']>;

/** The index of workspaces: folders at or below one root, each path checked before it is used. */
export class WorkspaceManager implements RpcService<typeof WorkspaceRpc> {
    private readonly store: WorkspaceStore;
    private readonly paths: WorkspacePaths;
    private readonly clones = new Map<AbortController, Promise<void>>();

    constructor(
        database: StateDatabase,
        root: string,
        private readonly audience: WorkspaceAudience,
        private readonly log: StructuredLog
    ) {
        this.store = new WorkspaceStore(database);
        this.paths = new WorkspacePaths(root);
    }

    /** Makes the root, where it is not there. */
    init(): Promise<void> {
        return this.paths.init();
    }

    /** Cuts off clones under way; they leave nothing. */
    async stop(): Promise<void> {
        this.clones.forEach((_done, abort) => abort.abort());
        await Promise.allSettled(this.clones.values());
    }

    async listWorkspaces() {
        const records = await this.store.all();
        return { workspaces: await Promise.all(records.map(record => this.describe(record))), root: this.paths.root };
    }

    async openWorkspace({ folder }: Params<'openWorkspace'>) {
        return { workspace: await this.remember(await this.paths.resolve(folder)) };
    }

    async createWorkspace({ name }: Params<'createWorkspace'>) {
        const folder = await this.paths.create(name);
        this.log.info('workspace.created');
        return { workspace: await this.remember(folder) };
    }

    async cloneWorkspace({ url, name }: Params<'cloneWorkspace'>) {
        const address = await this.checkAddress(url.trim());
        const folderName = FolderName.safeParse(name ?? nameOfRepository(address));
        if (!folderName.success) {
            throw WorkspaceErrors.badName();
        }
        if (this.clones.size >= MAX_CLONES) {
            throw WorkspaceErrors.tooManyClones({ limit: MAX_CLONES });
        }
        const folder = await this.paths.create(folderName.data);
        await this.clone(url, address, folder);
        return { workspace: await this.remember(folder) };
    }

    async forgetWorkspace({ workspaceId }: Params<'forgetWorkspace'>): Promise<undefined> {
        if (!(await this.store.forget(workspaceId))) {
            throw WorkspaceErrors.notFound();
        }
        this.audience.notify('notifyWorkspacesChanged', {});
    }

    /** The folder of a workspace, checked anew. Fails with `workspace.not-found` or `workspace.outside-root`. */
    async folderOf(workspaceId: WorkspaceId): Promise<string> {
        return this.paths.resolve((await this.get(workspaceId)).folder);
    }

    /** A session was started in the workspace: it counts as opened now. */
    async rememberSession(workspaceId: WorkspaceId): Promise<void> {
        await this.remember((await this.get(workspaceId)).folder);
    }

    private async get(workspaceId: WorkspaceId): Promise<WorkspaceRecord> {
        const record = await this.store.find(workspaceId);
        if (!record) {
            throw WorkspaceErrors.notFound();
        }
        return record;
    }

    /** A folder is cloned only from inside of the root, so that nothing else of the machine can be read this way. */
    private async checkAddress(url: string): Promise<string> {
        const source = readCloneUrl(url);
        if (!source) {
            throw WorkspaceErrors.badUrl({ root: this.paths.root });
        }
        return source.kind === 'remote' ? source.url : this.paths.resolve(source.path);
    }

    private async clone(url: string, address: string, folder: string): Promise<void> {
        const abort = new AbortController();
        const startedAtMs = performance.now();
        const shownUrl = withoutCredentials(url);
        const done = gitClone({
            url: address,
            folder,
            signal: abort.signal,
            onProgress: line => this.audience.notify('notifyCloneProgress', { url: shownUrl, line })
        });
        this.clones.set(abort, done);
        try {
            await done;
            this.log.info('workspace.cloned', { durationMs: Math.round(performance.now() - startedAtMs) });
        } finally {
            this.clones.delete(abort);
        }
    }

    private async remember(folder: string): Promise<WorkspaceInfo> {
        const record = await this.store.remember({
            id: newWorkspaceId(),
            folder,
            name: path.basename(folder).slice(0, 200) || folder,
            lastOpenedAtMs: Date.now()
        });
        this.audience.notify('notifyWorkspacesChanged', {});
        return this.describe(record);
    }

    private async describe(record: WorkspaceRecord): Promise<WorkspaceInfo> {
        const found = await fs.stat(record.folder).catch(() => undefined);
        return { ...record, exists: found?.isDirectory() ?? false };
    }
}
