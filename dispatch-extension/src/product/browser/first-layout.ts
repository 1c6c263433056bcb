import { FrontendApplicationContribution } from '@theia/core/lib/browser/frontend-application-contribution';
import { inject, injectable } from '@theia/core/shared/inversify';
import { FileNavigatorContribution } from '@theia/navigator/lib/browser/navigator-contribution';
import { WorkspaceService } from '@theia/workspace/lib/browser/workspace-service';

/** What a person sees who opens a folder for the first time: its files. Theia begins with all sides folded. */
@injectable()
export class FirstLayout implements FrontendApplicationContribution {
    constructor(
        @inject(WorkspaceService) private readonly workspaces: WorkspaceService,
        @inject(FileNavigatorContribution) private readonly navigator: FileNavigatorContribution
    ) {}

    /** Theia calls it only where no layout has been kept. */
    async initializeLayout(): Promise<void> {
        await this.workspaces.ready;
        if (this.workspaces.opened) {
            await this.navigator.openView({ reveal: true });
        }
    }
}
