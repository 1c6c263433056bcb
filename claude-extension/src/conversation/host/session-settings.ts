import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ClaudeErrors } from '../common/claude-errors';
import { ClaudeSettings, PermissionMode } from '../common/claude-events';
import { EventRecorder } from './event-recorder';

/** Fields that are given replace those that were; `null` takes one away, so that the default of the runtime holds. */
export type SettingsChange = { [F in keyof ClaudeSettings]?: ClaudeSettings[F] | null };

/** What a person chose for one session. */
export class SessionSettings {
    constructor(
        private readonly recorder: EventRecorder,
        private readonly mayBypass: () => boolean
    ) {}

    /** As they hold now. */
    get inForce(): ClaudeSettings {
        return settingsInForce(this.recorder.conversation.settings, this.mayBypass());
    }

    /** Answers whether anything changed. Fails with `claude.bypass-not-allowed`, `claude.bad-folder`. */
    async change(change: SettingsChange): Promise<boolean> {
        this.checkMode(change.permissionMode);
        await checkFolders(change.additionalFolders ?? []);
        return this.take(change);
    }

    /** Fails with `claude.bypass-not-allowed`. */
    checkMode(mode: PermissionMode | null | undefined): void {
        if (mode === 'bypassPermissions' && !this.mayBypass()) {
            throw ClaudeErrors.bypassNotAllowed();
        }
    }

    /** Takes over what was checked, or came from Claude itself. Answers whether anything changed. */
    async take(change: SettingsChange): Promise<boolean> {
        const before = this.recorder.conversation.settings;
        const settings = changedSettings(before, change);
        const isNews = !isDeepStrictEqual(settings, before);
        if (isNews) {
            await this.recorder.record({ type: 'settings-changed', settings });
        }
        return isNews;
    }
}

/** The settings after a change; fields without a value are absent. */
function changedSettings(before: ClaudeSettings, change: SettingsChange): ClaudeSettings {
    const merged = Object.entries({ ...before, ...withoutUndefined(change) });
    return Object.fromEntries(merged.filter(([, value]) => value !== null && value !== undefined));
}

/** The settings that hold now: without leave of the operator nothing is bypassed, whatever was chosen before. */
function settingsInForce(settings: ClaudeSettings, mayBypass: boolean): ClaudeSettings {
    return settings.permissionMode === 'bypassPermissions' && !mayBypass
        ? { ...settings, permissionMode: 'default' }
        : settings;
}

/** Fails with `claude.bad-folder` for what is not the absolute path of a folder that exists. */
async function checkFolders(paths: readonly string[]): Promise<void> {
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
