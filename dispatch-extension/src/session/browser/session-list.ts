import { SessionInfo } from '../common/session-protocol';

/** What a state means to the person. */
export type SessionMood = 'running' | 'busy' | 'ended' | 'failed';

/** Sessions of one folder, as the Sessions view shows them. */
export interface SessionGroup {
    /** The workspace's id, or the folder of sessions that belong to none. */
    key: string;
    label: string;
    folder: string;
    sessions: readonly SessionInfo[];
}

export interface KnownWorkspace {
    id: string;
    name: string;
    folder: string;
}

export function isOver(session: SessionInfo): boolean {
    return session.state === 'ended' || session.state === 'failed';
}

export function moodOf(session: SessionInfo): SessionMood {
    switch (session.state) {
        case 'active':
        case 'suspended':
            return 'running';
        case 'creating':
        case 'terminating':
            return 'busy';
        default:
            return session.state;
    }
}

/**
 * Groups sessions by workspace: the one at `currentFolder` first, then by their newest session. Within a group what
 * runs stands before what has ended, and the newest first.
 */
export function groupSessions(
    sessions: readonly SessionInfo[],
    workspaces: readonly KnownWorkspace[],
    currentFolder: string | undefined
): SessionGroup[] {
    const groups = new Map<string, SessionInfo[]>();
    for (const session of sessions) {
        const key = workspaceOf(session, workspaces)?.id ?? session.workspaceId ?? session.folder;
        groups.set(key, [...(groups.get(key) ?? []), session]);
    }
    const built = [...groups].map(([key, members]) => {
        const workspace = workspaces.find(candidate => candidate.id === key);
        const folder = workspace?.folder ?? members[0].folder;
        return { key, folder, label: workspace?.name ?? baseName(folder), sessions: members.sort(byLifeAndAge) };
    });
    return built.sort((a, b) => rank(b, currentFolder) - rank(a, currentFolder));
}

/** The one it was started in; by its folder, where it was started without one. */
function workspaceOf(
    { workspaceId, folder }: SessionInfo,
    workspaces: readonly KnownWorkspace[]
): KnownWorkspace | undefined {
    return workspaces.find(workspace => (workspaceId ? workspace.id === workspaceId : workspace.folder === folder));
}

/** What the first look at running sessions asks of one of them. */
export interface RunningSession {
    readonly session: SessionInfo;
    /** How many things wait for the person. */
    readonly waiting?: number;
    /** It works on something by itself. */
    readonly isWorking?: boolean;
}

/** Sessions that run: those that wait for the person first, then those that work, then the ones used last. */
export function byNeed<T extends RunningSession>(running: readonly T[]): T[] {
    const need = ({ waiting, isWorking }: T): number => (waiting ? 2 : isWorking ? 1 : 0);
    return running.toSorted((a, b) => need(b) - need(a) || b.session.changedAtMs - a.session.changedAtMs);
}

/** The one row that Tab reaches: where the focus was last, while it is there, else the first. */
export function rowInTabOrder(groups: readonly SessionGroup[], last: string | undefined): string | undefined {
    const ids = groups.flatMap(group => group.sessions.map(session => session.id as string));
    return ids.find(id => id === last) ?? ids[0];
}

/** A span of time in the shortest words: "now", "5 min", "3 h", "2 d". */
export function ageInWords(sinceMs: number, nowMs: number): string {
    const minutes = Math.max(0, Math.floor((nowMs - sinceMs) / 60_000));
    if (minutes < 1) {
        return 'now';
    }
    if (minutes < 60) {
        return `${minutes} min`;
    }
    const hours = Math.floor(minutes / 60);
    return hours < 24 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

/** The last segment of a path. */
export function baseName(folder: string): string {
    return folder.replace(/\/+$/, '').split('/').pop() || folder;
}

function byLifeAndAge(a: SessionInfo, b: SessionInfo): number {
    return Number(isOver(a)) - Number(isOver(b)) || b.createdAtMs - a.createdAtMs;
}

function rank(group: SessionGroup, currentFolder: string | undefined): number {
    if (group.folder === currentFolder) {
        return Number.MAX_SAFE_INTEGER;
    }
    return Math.max(...group.sessions.map(session => session.createdAtMs));
}
