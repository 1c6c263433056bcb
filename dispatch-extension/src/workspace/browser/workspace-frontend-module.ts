import { CommandContribution } from '@theia/core/lib/common/command';
import { MenuContribution } from '@theia/core/lib/common/menu';
import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { ContainerModule } from '@theia/core/shared/inversify';
import { WorkspaceFrontendContribution } from '@theia/workspace/lib/browser';
import { OpenFolderContribution } from './open-folder';
import { OpenedWorkspaceReporter } from './opened-workspace-reporter';
import { WorkspaceCommandContribution } from './workspace-commands';
import { WorkspacesClient } from './workspaces-client';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    // one per page
    bind(WorkspacesClient).toSelf().inSingletonScope();
    rebind(WorkspaceFrontendContribution).to(OpenFolderContribution).inSingletonScope();
    bind(OpenedWorkspaceReporter).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(OpenedWorkspaceReporter);
    bind(WorkspaceCommandContribution).toSelf().inSingletonScope();
    bind(CommandContribution).toService(WorkspaceCommandContribution);
    bind(MenuContribution).toService(WorkspaceCommandContribution);
});
