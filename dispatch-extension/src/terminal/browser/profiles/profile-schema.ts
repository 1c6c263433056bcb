import { nls } from '@theia/core/lib/common/nls';
import { PreferenceDataProperty } from '@theia/core/lib/common/preferences/preference-schema';

/** Theia's schema of `terminal.integrated.profiles.linux` with the folder, which Theia's has not. */
export function withFolder(setting: PreferenceDataProperty): PreferenceDataProperty {
    const changed = structuredClone(setting);
    const entries = changed.anyOf?.[0].additionalProperties;
    const profile = typeof entries === 'object' ? entries.oneOf?.[0] : undefined;
    if (profile?.properties) {
        profile.properties['cwd'] = {
            type: 'string',
            description: nls.localize(
                'dispatch/terminal/profileFolder',
                'The folder in which terminals of this profile start, absolute or relative to the workspace.'
            )
        };
    }
    return changed;
}
