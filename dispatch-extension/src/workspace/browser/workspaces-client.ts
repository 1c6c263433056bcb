import { Emitter, Event } from '@theia/core/lib/common/event';
import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { DispatchError, asDispatchError } from '../../kernel/common/errors';
import { WorkspaceId } from '../../kernel/common/ids';
import { createRpcClient } from '../../session/domain/rpc-client';
import { SessionSocketManager } from '../../session/browser/session-socket-manager';
import { WorkspaceInfo, WorkspaceRpc } from '../common/workspace-protocol';

const REPEATABLE: ReadonlySet<string> = new Set<keyof typeof WorkspaceRpc.requests>([
    'listWorkspaces',
    'openWorkspace',
    'forgetWorkspace'
]);

/** The person's workspaces as the session host indexes them, kept up to date. Methods fail with a `DispatchError`. */
@injectable()
export class WorkspacesClient {
    @inject(SessionSocketManager)
    protected readonly sockets!: SessionSocketManager;

    @inject(MessageService)
    protected readonly messages!: MessageService;

    private readonly onDidChangeEmitter = new Emitter<void>();
    private readonly onDidProgressEmitter = new Emitter<{ url: string; line: string }>();
    private reported = false;
    private known: readonly WorkspaceInfo[] | undefined;
    private rootFolder: string | undefined;
    private readonly rpc = createRpcClient(WorkspaceRpc, (method, params) =>
        this.sockets.request(method, params, {
            repeatable: REPEATABLE.has(method),
            timeoutMs: method === 'cloneWorkspace' ? Infinity : undefined
        })
    );

    readonly onDidChange: Event<void> = this.onDidChangeEmitter.event;
    /** A line that git says while it clones. */
    readonly onDidProgress: Event<{ url: string; line: string }> = this.onDidProgressEmitter.event;

    @postConstruct()
    protected init(): void {
        this.sockets.onDidNotify(({ method, params }) => this.notified(method, params));
        this.sockets.onDidChangeState(state => state === 'online' && void this.refresh());
        if (this.sockets.state === 'online') {
            void this.refresh();
        }
    }

    /** Last opened first; undefined until the first list has come. */
    get workspaces(): readonly WorkspaceInfo[] | undefined {
        return this.known;
    }

    /** The folder below which workspaces are made and cloned. */
    get root(): string | undefined {
        return this.rootFolder;
    }

    /** Puts the folder into the index, or marks it as opened now. */
    async open(folder: string): Promise<WorkspaceInfo> {
        return (await this.rpc.openWorkspace({ folder })).workspace;
    }

    async create(name: string): Promise<WorkspaceInfo> {
        return (await this.rpc.createWorkspace({ name })).workspace;
    }

    /** Takes as long as git does. */
    async clone(url: string): Promise<WorkspaceInfo> {
        return (await this.rpc.cloneWorkspace({ url })).workspace;
    }

    /** Takes it off the list; the folder stays. */
    async forget(workspaceId: WorkspaceId): Promise<void> {
        await this.rpc.forgetWorkspace({ workspaceId });
        await this.refresh();
    }

    /** What an offline page cannot know is no news: the next connection asks again. */
    private reportOnce(error: DispatchError): void {
        if (error.kind !== 'unavailable' && !this.reported) {
            this.reported = true;
            void this.messages.warn(
                nls.localize(
                    'dispatch/workspace/listFailed',
                    'The list of workspaces cannot be read: {0}',
                    error.message
                )
            );
        }
    }

    private notified(method: string, params: unknown): void {
        if (method === ('notifyWorkspacesChanged' satisfies keyof typeof WorkspaceRpc.notifications)) {
            void this.refresh();
        } else if (method === ('notifyCloneProgress' satisfies keyof typeof WorkspaceRpc.notifications)) {
            const progress = WorkspaceRpc.notifications.notifyCloneProgress.safeParse(params);
            if (progress.success) {
                this.onDidProgressEmitter.fire(progress.data);
            }
        }
    }

    private async refresh(): Promise<void> {
        try {
            const { workspaces, root } = await this.rpc.listWorkspaces({});
            this.reported = false;
            this.known = workspaces.slice().sort((a, b) => b.lastOpenedAtMs - a.lastOpenedAtMs);
            this.rootFolder = root;
            this.onDidChangeEmitter.fire();
        } catch (error) {
            this.reportOnce(asDispatchError(error));
        }
    }
}
