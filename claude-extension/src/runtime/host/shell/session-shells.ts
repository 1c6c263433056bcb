import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { isFinal } from 'dispatch-extension/lib/session/domain/session-life';
import { HostSessions } from 'dispatch-extension/lib/session/host/host-sessions';
import { SessionContext } from 'dispatch-extension/lib/session/host/session-kind';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { TERMINAL_KIND } from 'dispatch-extension/lib/terminal/common/terminal-protocol';
import {
    FeaturedTerminal,
    ProgramStart,
    SESSION_ID_VARIABLE,
    TerminalHostFeature,
    TerminalPart
} from 'dispatch-extension/lib/terminal/host/terminal-api';
import { ClaudeErrors } from '../../../conversation/common/claude-errors';
import { Confinement } from '../../../sandbox/host/sandbox-api';
import { CLAUDE_SHELL, ClaudeShell, shellOwner } from '../../common/claude-shell';
import { sessionEnvironment } from '../process-environment';
import { SHELL_FOLDER_PREFIX, ShellFolder } from './shell-folder';
import { ShellTerminal } from './shell-terminal';

/** Where its shells lie is kept in a file of the terminal, so that a later session host finds them. */
const FOLDER_FILE = 'shell-folder';
/** Programs that wait for a key after each page would wait for one that nobody presses. */
const NO_PAGER = { PAGER: 'cat', GIT_PAGER: 'cat', MANPAGER: 'cat', SYSTEMD_PAGER: 'cat' };
/** What a terminal itself tells its programs, and Claude's may know. */
const OF_THE_TERMINAL = ['TERM', 'COLORTERM', 'TERM_PROGRAM', 'LANG', SESSION_ID_VARIABLE];

/** Where a Claude session is, for the terminal of its commands. */
export interface ShellPlace {
    readonly sessionId: string;
    readonly folder: string;
    readonly workspaceId?: SessionInfo['workspaceId'];
    readonly title: string;
}

/**
 * The terminals in which commands of Claude run: one for each session, of the kind `terminal`, listed, watched and typed
 * into as every other one. Its programs get Claude's part of the environment, none of the person's secrets, and are
 * confined together: nothing in the terminal is outside of the sandbox, so that what a command types into it is not either.
 */
export class SessionShells implements TerminalHostFeature {
    private readonly joined = new Map<string, ShellTerminal>();
    private readonly folders = new Map<string, ShellFolder>();
    /** What confines the commands of a Claude session now. */
    private readonly confinements = new Map<string, Confinement>();
    /** What each terminal was started with, by its key. */
    private readonly startedWith = new Map<string, string>();

    /** `host`: there when the first is opened. `environment`: the person's. */
    constructor(
        private readonly host: { readonly sessions: HostSessions },
        private readonly environment: Record<string, string | undefined>
    ) {}

    /**
     * The terminal of a session, started (again) where it does not run, or was started to be confined in another way, and the
     * folder of its shell. Fails as `createSession` does, with the limits of terminals as well.
     */
    async open(
        place: ShellPlace,
        confinement: Confinement
    ): Promise<{ id: SessionId; terminal: ShellTerminal; folder: ShellFolder }> {
        const { sessions } = this.host;
        this.confinements.set(place.sessionId, confinement);
        const known = this.find(place.sessionId);
        if (known && !isFinal(known.state) && this.startedWith.get(known.id) !== confinement.key) {
            await sessions.end(known.id, 'its commands are to be confined in another way');
        }
        const { id } = known ? await sessions.restart(known.id) : await this.create(place);
        const terminal = this.joined.get(id);
        const folder = this.folders.get(id);
        if (!terminal || !folder) {
            throw new Error('the terminal of this session is no shell of it');
        }
        return { id, terminal, folder };
    }

    /** Ends the terminal of a session, if there is one that runs. `reason`: for people. */
    async end(sessionId: string, reason: string): Promise<void> {
        const known = this.find(sessionId);
        if (known && !isFinal(known.state)) {
            await this.host.sessions.end(known.id, reason);
        }
    }

    /** Ends one terminal that {@link open} gave. `reason`: for people. */
    endTerminal(id: SessionId, reason: string): Promise<void> {
        return this.host.sessions.end(id, reason);
    }

    /** Removes the terminal of a session with its output. */
    async forget(sessionId: string): Promise<void> {
        this.confinements.delete(sessionId);
        const known = this.find(sessionId);
        if (known) {
            await this.host.sessions.forget(known.id, 'its Claude session was removed');
        }
    }

    async prepareStart(
        start: ProgramStart,
        context: SessionContext,
        told: Readonly<Record<string, unknown>>
    ): Promise<ProgramStart> {
        const owner = ClaudeShell.safeParse(told[CLAUDE_SHELL]).data;
        if (!owner) {
            return start;
        }
        const confinement = this.confinements.get(owner.sessionId);
        if (!confinement) {
            throw ClaudeErrors.shellOnDemand();
        }
        const folder = await this.folderOf(context, confinement.environment['TMPDIR'] ?? tmpdir());
        context.update({ detail: { [CLAUDE_SHELL]: owner } });
        this.startedWith.set(context.info.id, confinement.key);
        const ofTerminal = OF_THE_TERMINAL.flatMap(name => (start.env[name] ? [[name, start.env[name]]] : []));
        const env = {
            ...Object.fromEntries(ofTerminal),
            ...sessionEnvironment(this.environment, owner.sessionId),
            ...confinement.environment,
            ...NO_PAGER,
            TERM: start.env['TERM'] ?? 'xterm-256color'
        };
        const args = ['--noprofile', '--norc', join(folder.path, 'loop'), folder.path];
        return { ...confinement.command(start.file, args), env };
    }

    joinTerminal(terminal: FeaturedTerminal): TerminalPart | undefined {
        const { info } = terminal.context;
        if (shellOwner(info.detail) === undefined) {
            return undefined;
        }
        const shell = new ShellTerminal(terminal, async () => {
            this.joined.delete(info.id);
            this.startedWith.delete(info.id);
            await this.removeFolder(terminal.context);
        });
        this.joined.set(info.id, shell);
        return shell;
    }

    private find(sessionId: string): SessionInfo | undefined {
        return this.host.sessions
            .all()
            .findLast(({ kind, detail }) => kind === TERMINAL_KIND && shellOwner(detail) === sessionId);
    }

    private create({ sessionId, folder, workspaceId, title }: ShellPlace): Promise<SessionInfo> {
        const features = { [CLAUDE_SHELL]: { sessionId } satisfies ClaudeShell };
        const grid = { columns: 120, rows: 30 };
        return this.host.sessions.create({
            kind: TERMINAL_KIND,
            workspaceId,
            folder,
            title: `Claude: ${title}`,
            options: { shell: 'bash', grid, features }
        });
    }

    /** A new one for each start, not with the data of Dispatch, which Claude's programs need not reach. */
    private async folderOf(context: SessionContext, where: string): Promise<ShellFolder> {
        const { id } = context.info;
        const before = this.folders.get(id);
        const folder = await ShellFolder.make(where, before?.path ?? (await recordedFolder(context)));
        await before?.remove();
        this.folders.set(id, folder);
        await writeFile(join(context.storageFolder, FOLDER_FILE), folder.path, { mode: 0o600 });
        return folder;
    }

    private async removeFolder(context: SessionContext): Promise<void> {
        const { id } = context.info;
        const recorded = await recordedFolder(context);
        await this.folders.get(id)?.remove();
        this.folders.delete(id);
        if (recorded !== undefined) {
            await rm(recorded, { recursive: true, force: true });
        }
    }
}

/** `undefined` where none is recorded, and for what is none of ours. */
async function recordedFolder({ storageFolder }: SessionContext): Promise<string | undefined> {
    const recorded = await readFile(join(storageFolder, FOLDER_FILE), 'utf8').catch(() => '');
    return isAbsolute(recorded) && basename(recorded).startsWith(SHELL_FOLDER_PREFIX) ? recorded : undefined;
}
