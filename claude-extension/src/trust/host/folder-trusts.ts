import * as fs from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { TrustErrors } from '../common/trust-errors';
import { FolderTrust } from '../common/trust-protocol';
import { broughtSettings, refusalOf } from '../domain/brought-settings';
import { readBroughtFiles } from './brought-files';
import { TrustStore } from './trust-store';

/** What trust needs from the world. */
export interface TrustWorld {
    /** The environment of the person: it says where Claude Code keeps what is their own. */
    readonly environment: Record<string, string | undefined>;
    readonly log: StructuredLog;
    readonly now: () => number;
}

/** Which folders may bring settings, hooks and servers for Claude Code. A folder is trusted as it was looked at. */
export class FolderTrusts {
    constructor(
        private readonly store: TrustStore,
        private readonly world: TrustWorld
    ) {}

    /**
     * What the folder brings, and whether it is used, as it is now. Claude Code takes skills of folders that were `added` to a
     * session as well: while one of them brings what is not trusted, nothing is used.
     */
    async look(folder: string, added: readonly string[] = []): Promise<FolderTrust> {
        const found = await this.lookAt(folder);
        const doubtful = found.state === 'trusted' ? await this.findDoubtful(added) : undefined;
        return doubtful === undefined ? found : { ...found, state: 'refused', reason: addedBrings(doubtful) };
    }

    private async lookAt(folder: string): Promise<FolderTrust> {
        const path = await realPath(folder);
        const { files, hash, tooMuch } = await readBroughtFiles(path, await this.ownFolder());
        const brought = broughtSettings(files);
        const reason = tooMuch ?? refusalOf(files);
        if (reason !== undefined) {
            return { state: 'refused', hash, reason, brought };
        }
        if (files.length === 0) {
            return { state: 'nothing', hash, brought };
        }
        const trusted = await this.store.findHash(path);
        const state = trusted === undefined ? 'untrusted' : trusted === hash ? 'trusted' : 'changed';
        return { state, hash, brought };
    }

    /** Trusts the folder as it was shown. Fails with `trust.changed` and `trust.refused`. */
    async trust(folder: string, hash: string): Promise<FolderTrust> {
        const found = await this.look(folder);
        if (found.state === 'refused') {
            throw TrustErrors.refused({ reason: found.reason ?? '' });
        }
        if (found.hash !== hash) {
            throw TrustErrors.changed({});
        }
        await this.store.trust(await realPath(folder), hash, this.world.now());
        this.world.log.info('trust.given', { files: found.brought.files.length });
        return this.look(folder);
    }

    async distrust(folder: string): Promise<FolderTrust> {
        await this.store.distrust(await realPath(folder));
        this.world.log.info('trust.taken-back', {});
        return this.look(folder);
    }

    /** The fingerprint of a folder whose settings may be used now. What cannot be found out is not trusted. Never rejects. */
    async findTrusted(folder: string, added: readonly string[] = []): Promise<string | undefined> {
        try {
            const { state, hash } = await this.look(folder, added);
            return state === 'trusted' ? hash : undefined;
        } catch (error) {
            this.world.log.warn('trust.not-known', { error });
            return undefined;
        }
    }

    private async findDoubtful(folders: readonly string[]): Promise<string | undefined> {
        for (const folder of folders) {
            const { state } = await this.lookAt(folder);
            if (state !== 'nothing' && state !== 'trusted') {
                return folder;
            }
        }
        return undefined;
    }

    private ownFolder(): Promise<string> {
        const { environment } = this.world;
        return realPath(environment['CLAUDE_CONFIG_DIR'] || join(environment['HOME'] || homedir(), '.claude'));
    }
}

function addedBrings(folder: string): string {
    return `${folder} was added to this session and brings settings that are not trusted. Trust it in a session of its own, or take it out (Folders…).`;
}

/** Without links; as it is named where it is not there. */
async function realPath(path: string): Promise<string> {
    try {
        return await fs.realpath(path);
    } catch {
        return resolve(path);
    }
}
