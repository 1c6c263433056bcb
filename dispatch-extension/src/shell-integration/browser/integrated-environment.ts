import { PreferenceService } from '@theia/core/lib/common/preferences/preference-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalWidgetOptions } from '@theia/terminal/lib/browser/base/terminal-widget';
import { TerminalEnvironment } from '../../terminal/browser/creation/terminal-environment';
import { SHELL_INTEGRATION_VARIABLE } from '../common/shell-integration-protocol';
import { ENABLED } from './shell-integration-settings';

/** Tells the host with a new terminal when the person has switched shell integration off. */
@injectable()
export class IntegratedEnvironment extends TerminalEnvironment {
    @inject(PreferenceService)
    protected readonly allPreferences!: PreferenceService;

    override async of(options: TerminalWidgetOptions): Promise<Record<string, string | null>> {
        const changes = await super.of(options);
        return this.allPreferences.get<boolean>(ENABLED, true)
            ? changes
            : { ...changes, [SHELL_INTEGRATION_VARIABLE]: '0' };
    }
}
