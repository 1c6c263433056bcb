import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { ClaudeErrors } from '../common/claude-errors';
import { ClaudeSettings, PermissionMode } from '../common/claude-events';

/** Fields that are given replace those that were; `null` takes one away, so that the default of the runtime holds. */
export type SettingsChange = { [F in keyof ClaudeSettings]?: ClaudeSettings[F] | null };

/** The settings after a change; fields without a value are absent. */
export function changedSettings(before: ClaudeSettings, change: SettingsChange): ClaudeSettings {
    const merged = Object.entries({ ...before, ...withoutUndefined(change) });
    return Object.fromEntries(merged.filter(([, value]) => value !== null && value !== undefined));
}

/** Fails with `claude.bypass-not-allowed`. */
export function checkMode(mode: PermissionMode | null | undefined, mayBypass: boolean): void {
    if (mode === 'bypassPermissions' && !mayBypass) {
        throw ClaudeErrors.bypassNotAllowed();
    }
}

/** The settings that hold now: without leave of the operator nothing is bypassed, whatever was chosen before. */
export function settingsInForce(settings: ClaudeSettings, mayBypass: boolean): ClaudeSettings {
    return settings.permissionMode === 'bypassPermissions' && !mayBypass
        ? { ...settings, permissionMode: 'default' }
        : settings;
}

/** Fails with `claude.bad-folder` for what is not the absolute path of a folder that exists. */
export async function checkFolders(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
        const isFolder =
            isAbsolute(path) &&
            (await stat(path).then(
                stats => stats.isDirectory(),
                () => false
            ));
        if (!isFolder) {
            throw ClaudeErrors.badFolder({ path });
        }
    }
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
    return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Partial<T>;
}
