import { createHash } from 'node:crypto';
import { RewindFile, RewindPreview, RewindScope } from '../common/checkpoint-protocol';
import { KeptTurn } from '../domain/checkpoint-history';
import { changesBetween, splitLines } from '../domain/line-changes';
import { Difference, differences, isLeftOut, LeftOut, Snapshot } from '../domain/snapshot';
import { FolderKeeper } from './folder-keeper';
import { Look } from './folder-looker';
import { shownPath } from './path-bytes';

const MAX_FILES = 1_000;
const MAX_LEFT = 100;
/** Files whose lines are counted; the others are listed without. */
const MAX_COUNTED_FILES = 200;
const MAX_COUNTED_BYTES = 512 * 1024;

const WHY_LEFT: Record<LeftOut, string> = {
    ignored: 'It is ignored.',
    big: 'It is too big to be kept.',
    unreadable: 'It cannot be read.',
    special: 'It is no ordinary file.',
    elsewhere: 'It is on another file system, or belongs to Dispatch.'
};

/** Where a rewind leads. */
export interface Aim {
    readonly scope: RewindScope;
    readonly checkpointId?: string;
    readonly keptAtMs?: number;
    readonly messageCount: number;
    /** The turns whose changes go. */
    readonly turns: readonly KeptTurn[];
}

/** Says what going somewhere would do to the files of a session's folder. Changes nothing. */
export class RewindPreviewer {
    constructor(
        private readonly sessionId: string,
        private readonly keeper: FolderKeeper
    ) {}

    /** Fails with `checkpoint.gone`, and as a look at the folder does. */
    async previewOf(aim: Aim): Promise<RewindPreview> {
        const { messageCount, keptAtMs } = aim;
        const othersAtWork = this.keeper.othersAtWork(this.sessionId);
        if (aim.checkpointId === undefined) {
            return { files: [], fileCount: 0, left: [], messageCount, othersAtWork, shown: '' };
        }
        const target = await this.keeper.recall(aim.checkpointId);
        const present = await this.keeper.look();
        const all = differences(target.snapshot, present.snapshot);
        const doable = all.filter(each => !isLeftOut(present.snapshot, each.path));
        return {
            files: await this.filesOf(doable.slice(0, MAX_FILES), await this.changedElsewhere(aim, present)),
            fileCount: doable.length,
            left: leftFiles(target.snapshot, present.snapshot).slice(0, MAX_LEFT),
            messageCount,
            keptAtMs,
            othersAtWork,
            shown: nameOf(present)
        };
    }

    /** Files that changed while no turn of this session was under way. */
    private async changedElsewhere({ turns }: Aim, present: Look): Promise<ReadonlySet<string>> {
        const paths = new Set<string>();
        for (const [index, { after }] of turns.entries()) {
            const next = turns[index + 1]?.before;
            if (after === undefined || (index + 1 < turns.length && next === undefined)) {
                continue;
            }
            // what is not kept any more cannot be told from anything
            const [from, to] = await Promise.all([this.find(after), next === undefined ? present : this.find(next)]);
            if (from && to && from.commit !== to.commit) {
                differences(from.snapshot, to.snapshot).forEach(each => paths.add(each.path));
            }
        }
        return paths;
    }

    private async find(checkpointId: string): Promise<Look | undefined> {
        return (await this.keeper.has(checkpointId)) ? this.keeper.recall(checkpointId) : undefined;
    }

    private async filesOf(changes: readonly Difference[], elsewhere: ReadonlySet<string>): Promise<RewindFile[]> {
        const counted = changes.slice(0, MAX_COUNTED_FILES);
        const oids = counted.flatMap(({ before, after }) => [before?.oid ?? [], after?.oid ?? []]).flat();
        const contents = await this.keeper.readSmallContents(oids, MAX_COUNTED_BYTES);
        return changes.map((change, index) => ({
            fileId: change.path,
            path: shownPath(change.path),
            action: !change.before ? 'remove' : change.after ? 'change' : 'bring-back',
            elsewhere: elsewhere.has(change.path),
            ...(index < counted.length ? lineCounts(change, contents) : {})
        }));
    }
}

/** Files that are not as they were, and that a rewind cannot touch. */
function leftFiles(target: Snapshot, present: Snapshot): { path: string; why: string }[] {
    return [...present.leftOut]
        .filter(([path, why]) => why !== 'ignored' && (target.files.has(path) || !target.leftOut.has(path)))
        .map(([path, why]) => ({ path: shownPath(path), why: WHY_LEFT[why] }));
}

/** Lines that a rewind brings and takes; nothing where there are none to count. */
function lineCounts(
    { before, after }: Difference,
    contents: ReadonlyMap<string, Buffer>
): { addedLines?: number; removedLines?: number } {
    const [wanted, present] = [before, after].map(file => (file ? contents.get(file.oid) : Buffer.alloc(0)));
    if (!wanted || !present || !isText(wanted) || !isText(present)) {
        return {};
    }
    const changes = changesBetween(splitLines(present.toString('latin1')), splitLines(wanted.toString('latin1')));
    return {
        addedLines: changes.reduce((sum, change) => sum + change.afterCount, 0),
        removedLines: changes.reduce((sum, change) => sum + change.beforeCount, 0)
    };
}

function isText(content: Buffer): boolean {
    return content.length <= MAX_COUNTED_BYTES && !content.subarray(0, 8_000).includes(0);
}

/** Names a state of the folder. */
export function nameOf({ commit }: Look): string {
    return createHash('sha256').update(commit).digest('hex').slice(0, 40);
}
