import { z } from 'zod';
import { nls } from '@theia/core/lib/common/nls';
import { TerminalAppearance } from '../../common/terminal-protocol';

const OneOrMore = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)], {
    error: () => nls.localize('dispatch/terminal/profilePath', 'a path, or a list of paths, is missing')
});

/** One entry of `terminal.integrated.profiles.linux`, in VS Code's shape. `null` hides a profile that was found. */
export const ProfileSetting = z
    .object({
        /** Absolute, or a name on the PATH; of several, the first that is there. */
        path: OneOrMore,
        args: z.array(z.string()).optional(),
        env: z.record(z.string(), z.string().nullable()).optional(),
        /** The folder, absolute or relative to the workspace. VS Code has none here; without it as of any terminal. */
        cwd: z.string().trim().min(1).optional(),
        icon: z.union([z.string(), z.object({ id: z.string() })]).optional(),
        color: TerminalAppearance.shape.color,
        /** The tab bears the profile's name in place of the program's. */
        overrideName: z.boolean().optional()
    })
    .nullable();
export type ProfileSetting = z.infer<typeof ProfileSetting>;

export interface ReadProfiles {
    profiles: Map<string, ProfileSetting>;
    /** A sentence for each entry that cannot be used. */
    complaints: string[];
}

/** The profiles of a setting, as far as they can be used. */
export function readProfiles(setting: unknown): ReadProfiles {
    const read: ReadProfiles = { profiles: new Map(), complaints: [] };
    if (setting === undefined || setting === null) {
        return read;
    }
    const entries = z.record(z.string(), z.unknown()).safeParse(setting);
    if (!entries.success) {
        read.complaints.push(nls.localize('dispatch/terminal/profilesShape', 'The profiles are not an object.'));
        return read;
    }
    for (const [name, value] of Object.entries(entries.data)) {
        const profile = ProfileSetting.safeParse(value);
        if (profile.success) {
            read.profiles.set(name, profile.data);
        } else {
            read.complaints.push(complaint(name, profile.error));
        }
    }
    return read;
}

/** The id of a codicon, from what a setting may say: `terminal-bash`, `$(terminal-bash)` or an object with an id. */
export function iconIdOf(icon: string | { id: string } | undefined): string | undefined {
    const id = (typeof icon === 'string' ? icon : icon?.id)?.replace(/^\$\((.*)\)$/, '$1');
    return TerminalAppearance.shape.icon.safeParse(id).data;
}

function complaint(name: string, error: z.ZodError): string {
    const [{ path, message }] = error.issues;
    return nls.localize(
        'dispatch/terminal/profileWrong',
        'The terminal profile “{0}” cannot be used: {1}.',
        name,
        path.length > 0 ? `${path.map(String).join('.')}: ${message}` : message
    );
}
