import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CallSurfaces } from 'dispatch-extension/lib/kernel/host/call-surfaces';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { SessionFeature, SessionGround, SessionPart } from '../../conversation/host/conversation-api';
import { CheckpointKindRpc, CheckpointRules } from '../common/checkpoint-protocol';
import { FolderKeeper } from './folder-keeper';
import { SessionCheckpoints } from './session-checkpoints';

/** What checkpoints need of the session host; `HostServices`. */
export interface CheckpointWorld {
    readonly log: StructuredLog;
    /** The person's own folder, 0700. */
    readonly personFolder: string;
}

/** Checkpoints, review and rewind for every Claude session of this session host. One keeper for each folder. */
export class CheckpointFeature implements SessionFeature {
    private readonly keepers = new Map<string, FolderKeeper>();
    private readonly sessions = new Map<string, { ground: SessionGround; part: SessionCheckpoints }>();
    private readonly log: StructuredLog;
    private readonly root: string;
    private rules: CheckpointRules;

    constructor(private readonly world: CheckpointWorld) {
        this.log = world.log.with({ feature: 'checkpoint' });
        this.root = join(world.personFolder, 'checkpoints');
        this.rules = readRules(join(this.root, 'rules.json'));
    }

    join(ground: SessionGround): SessionPart {
        const { id, folder } = ground.context.info;
        const keeper = this.keeperOf(folder);
        const part = new SessionCheckpoints(ground, keeper, () => this.rules.enabled);
        this.sessions.set(id, { ground, part });
        if (ground.recorder.conversation.position === 0 && this.rules.enabled) {
            // so that the first turn need not wait; what is wrong is told then
            void keeper.look().catch(error => this.log.debug('checkpoint.not-warm', { error }));
        }
        return part;
    }

    joinKind(surfaces: CallSurfaces): void {
        surfaces.serve(CheckpointKindRpc, {
            configureCheckpoints: async rules => {
                await this.configure(rules);
                return {};
            }
        });
    }

    /** Lets go of its checkpoints in every store; the room is free after the next collection. */
    async forget(sessionId: string): Promise<void> {
        const folder = this.sessions.get(sessionId)?.ground.context.info.folder;
        this.sessions.delete(sessionId);
        if (folder !== undefined) {
            await this.keeperOf(folder).forget(sessionId);
        }
    }

    private keeperOf(folder: string): FolderKeeper {
        const path = resolve(folder);
        const known = this.keepers.get(path);
        if (known) {
            return known;
        }
        const name = createHash('sha256').update(path).digest('hex').slice(0, 32);
        const keeper = new FolderKeeper(path, join(this.root, `${name}.git`), {
            log: this.log,
            ownFolder: this.world.personFolder,
            rules: () => this.rules,
            isLive: sessionId => this.isLive(sessionId),
            dropped: (sessionId, count) => void this.sessions.get(sessionId)?.part.tellDropped(count)
        });
        this.keepers.set(path, keeper);
        return keeper;
    }

    private isLive(sessionId: string): boolean {
        const state = this.sessions.get(sessionId)?.ground.context.info.state;
        return state !== undefined && state !== 'ended' && state !== 'failed';
    }

    /** From now on, and after every restart. */
    async configure(rules: CheckpointRules): Promise<void> {
        this.rules = rules;
        await fs.mkdir(this.root, { recursive: true, mode: 0o700 });
        const temporary = join(this.root, 'rules.json.tmp');
        await fs.writeFile(temporary, JSON.stringify(rules), { mode: 0o600 });
        await fs.rename(temporary, join(this.root, 'rules.json'));
    }
}

/** The usual rules where none were chosen, or they cannot be read. */
function readRules(file: string): CheckpointRules {
    try {
        return CheckpointRules.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
        return CheckpointRules.parse({});
    }
}
