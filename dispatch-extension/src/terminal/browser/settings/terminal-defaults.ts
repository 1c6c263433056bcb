import { PreferenceContribution, PreferenceSchemaService } from '@theia/core/lib/common/preferences';
import { FrontendApplicationConfigProvider } from '@theia/core/lib/browser/frontend-application-config-provider';
import { injectable } from '@theia/core/shared/inversify';
import { withFolder } from '../profiles/profile-schema';

/** As many lines as the session host keeps for a page that comes anew. */
const SCROLLBACK_LINES = 5_000;
const PROFILES = 'terminal.integrated.profiles.linux';

/** Defaults and schemas of the terminal's settings where Theia's are not enough. Anyone can set them otherwise. */
@injectable()
export class TerminalDefaults implements PreferenceContribution {
    async initSchema(service: PreferenceSchemaService): Promise<void> {
        const { preferences } = FrontendApplicationConfigProvider.get();
        const profiles = service.getSchemaProperty(PROFILES);
        if (profiles) {
            service.updateSchemaProperty(PROFILES, withFolder(profiles));
        }
        service.registerOverride('terminal.integrated.letterSpacing', undefined, 0);
        service.registerOverride('terminal.integrated.scrollback', undefined, SCROLLBACK_LINES);
        for (const name of ['fontFamily', 'fontSize']) {
            const ofEditor = preferences[`editor.${name}`];
            if (ofEditor !== undefined) {
                service.registerOverride(`terminal.integrated.${name}`, undefined, ofEditor);
            }
        }
    }
}
