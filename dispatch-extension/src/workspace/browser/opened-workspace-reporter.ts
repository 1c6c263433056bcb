import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { WorkspaceService } from '@theia/workspace/lib/browser';
import { WorkspacesClient } from './workspaces-client';

/** Tells the session host which folders are open in this page, so that its index knows them. */
@injectable()
export class OpenedWorkspaceReporter implements FrontendApplicationContribution {
    @inject(WorkspaceService)
    protected readonly workspaces!: WorkspaceService;

    @inject(WorkspacesClient)
    protected readonly client!: WorkspacesClient;

    private readonly reported = new Set<string>();

    onStart(): void {
        this.workspaces.onWorkspaceChanged(() => void this.report());
        void this.report();
    }

    private async report(): Promise<void> {
        for (const root of await this.workspaces.roots) {
            const folder = root.resource.path.fsPath();
            if (root.isDirectory && !this.reported.has(folder)) {
                this.reported.add(folder);
                // A folder outside of the workspaces' root is refused; it can be worked in all the same.
                await this.client.open(folder).catch(() => this.reported.delete(folder));
            }
        }
    }
}
