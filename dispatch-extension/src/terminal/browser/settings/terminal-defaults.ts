import { PreferenceContribution, PreferenceSchemaService } from '@theia/core/lib/common/preferences';
import { FrontendApplicationConfigProvider } from '@theia/core/lib/browser/frontend-application-config-provider';
import { injectable } from '@theia/core/shared/inversify';

/** As many lines as the session host keeps for a page that comes anew. */
const SCROLLBACK_LINES = 5_000;

/** Defaults of the terminal's settings where Theia's are not those of VS Code. Anyone can set them otherwise. */
@injectable()
export class TerminalDefaults implements PreferenceContribution {
    async initSchema(service: PreferenceSchemaService): Promise<void> {
        const { preferences } = FrontendApplicationConfigProvider.get();
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
