import { ApplicationShell } from '@theia/core/lib/browser/shell/application-shell';
import { FrontendApplicationContribution } from '@theia/core/lib/browser/frontend-application-contribution';
import { inject, injectable } from '@theia/core/shared/inversify';
import { EXPLORER_VIEW_CONTAINER_ID } from '@theia/navigator/lib/browser/navigator-widget-factory';
import { WorkspaceService } from '@theia/workspace/lib/browser/workspace-service';
import { isNarrow } from './narrow-query';

/**
 * Shows the explorer the first time that a folder is opened in a browser; Theia leaves the side bar folded, and so it
 * stays where there is no room for it beside the work.
 */
@injectable()
export class FirstLayoutContribution implements FrontendApplicationContribution {
    @inject(ApplicationShell)
    protected readonly shell!: ApplicationShell;
    @inject(WorkspaceService)
    protected readonly workspaces!: WorkspaceService;
    private first = false;

    /** Called only where no layout was stored. */
    async initializeLayout(): Promise<void> {
        this.first = true;
    }

    async onDidInitializeLayout(): Promise<void> {
        await this.workspaces.ready;
        if (this.first && this.workspaces.opened && !isNarrow()) {
            await this.shell.revealWidget(EXPLORER_VIEW_CONTAINER_ID);
        }
    }
}
