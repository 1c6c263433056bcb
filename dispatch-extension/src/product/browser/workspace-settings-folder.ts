import { PreferenceConfigurations } from '@theia/core/lib/common/preferences/preference-configurations';
import { injectable } from '@theia/core/shared/inversify';

/** A workspace's settings, tasks and launch configurations lie in `.vscode`, where other editors find them too. */
@injectable()
export class WorkspaceSettingsFolder extends PreferenceConfigurations {
    override getPaths(): string[] {
        return ['.vscode'];
    }
}
