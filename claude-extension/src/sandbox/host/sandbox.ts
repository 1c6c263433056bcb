import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { realPath } from '../../approval/host/approval-api';
import { ClaudeErrors } from '../../conversation/common/claude-errors';
import { SandboxState } from '../common/sandbox-state';
import { EgressRules } from '../domain/egress-rules';
import { isCurtailed, Marks, rulesFor } from '../domain/path-policy';
import { HomeLink, sandboxMarks } from '../domain/sandbox-marks';
import {
    Confinement,
    proxyEnvironment,
    TOLD,
    toldOfEgress,
    toldOfProtected,
    unconfined,
    WITHOUT_HOOKS
} from './confinement';
import { EgressProxy } from './egress-proxy';
import { Launcher, LauncherProbe } from './launcher';
import { SandboxSettings } from './sandbox-settings';

/** Where the installation has what the sandbox is about. */
export interface SandboxInstallation {
    /** Absent where none was built. */
    readonly launcher?: string;
    readonly dataFolder: string;
    readonly programFolder: string;
    readonly workspacesRoot: string;
}

const NO_SOCKET_FILTER = 'Unix sockets cannot be denied on this machine';

/** The same, below what only some have; on the search path is a folder beside them. */
const TOOL_FOLDERS_OF_SOME = ['.cargo/registry', '.cargo/git', 'go/pkg'];

/** Whose processes are confined. */
export interface ConfinedSession {
    readonly sessionId: string;
    /** In which it works. */
    readonly folders: readonly string[];
    /** Where its calls to Claude go; absent where they go to the API itself. */
    readonly meterUrl?: string;
}

type Environment = Record<string, string | undefined>;

/** Nothing can be made directly in the home once a process is confined, so that these are there before. */
const TOOL_FOLDERS = ['.cache', '.local', '.local/share', '.local/state', '.npm'];

/**
 * The sandbox in which Claude's processes are started: Claude Code with its hooks, MCP servers and commands, and the commands
 * of our own loop. What is denied is decided by `domain/sandbox-marks.ts`.
 */
export class Sandbox {
    /** Where the operator names hosts, the way to them. */
    readonly egress: EgressProxy;
    private probed?: Promise<LauncherProbe>;

    constructor(
        private readonly installation: SandboxInstallation,
        /** Of the person. */
        private readonly environment: Environment,
        private readonly log: StructuredLog
    ) {
        this.egress = new EgressProxy(log);
    }

    /** What it gives with these settings. Never rejects. */
    async state(settings: SandboxSettings): Promise<SandboxState> {
        if (settings.mode === 'off') {
            return { kind: 'off' };
        }
        const probe = await this.probe();
        if (probe.landlock === 0) {
            return { kind: 'none', missing: probe.missing };
        }
        const wantsProtection = settings.protectedPaths.length > 0;
        const sockets = probe.seccomp || settings.unixSockets ? undefined : NO_SOCKET_FILTER;
        const missing = probe.missing ?? sockets ?? (wantsProtection ? probe.unsupervised : undefined);
        const given = {
            noUnixSockets: probe.seccomp && !settings.unixSockets,
            ...(wantsProtection && probe.unsupervised === undefined && { protected: [...settings.protectedPaths] }),
            ...(settings.egress && { egress: [...settings.egress] })
        };
        return missing === undefined ? { kind: 'sandboxed', ...given } : { kind: 'partly', missing, ...given };
    }

    /** For the processes of a session. Fails with `claude.not-sandboxed` where a sandbox is required and is not had. */
    async enter({ folders, ...session }: ConfinedSession, settings: SandboxSettings): Promise<Confinement> {
        const state = await this.state(settings);
        await this.refuseLess(state, settings);
        const { launcher: file } = this.installation;
        if (state.kind === 'off' || state.kind === 'none' || file === undefined) {
            return unconfined(state);
        }
        await this.prepareHome();
        const marks = await this.marks(folders, settings.deniedPaths);
        const launcher = new Launcher(file);
        const network = await this.network(session, settings);
        const limits = {
            rules: await rulesFor(marks, listFolder),
            ports: network.ports,
            noUnixSockets: state.noUnixSockets,
            protect: state.protected
        };
        return {
            state,
            key: JSON.stringify([state, folders, settings]),
            command: (command, args) => ({ file, args: launcher.arguments(limits, [command, ...args]) }),
            environment: {
                ...(await this.temporaryFolder(marks)),
                ...network.environment,
                ...(state.protected && WITHOUT_HOOKS)
            },
            told: [
                TOLD,
                ...(state.protected ? [toldOfProtected(state.protected)] : []),
                ...(settings.egress ? [toldOfEgress(settings.egress)] : [])
            ].join(' ')
        };
    }

    /** What was changed meanwhile in a file of git's configuration, for people; absent where nothing new is run by it. Paths of files. */
    async whyNotConfiguration(file: string, present: string): Promise<string | undefined> {
        const { launcher } = this.installation;
        return launcher === undefined ? 'it was changed' : new Launcher(launcher).whyNotConfiguration(file, present);
    }

    /** A list of hosts needs all that keeps to it, which is not what is protected in folders. */
    private async refuseLess(state: SandboxState, settings: SandboxSettings): Promise<void> {
        const needed = settings.mode === 'required' ? state : undefined;
        const found = needed ?? (settings.egress && (await this.state({ ...settings, protectedPaths: [] })));
        if (found && found.kind !== 'sandboxed') {
            throw ClaudeErrors.notSandboxed({ reason: found.missing ?? 'it is off' });
        }
    }

    /** Where hosts are named, its processes reach the meter, the proxy, and what is named of this machine. */
    private async network({ sessionId, meterUrl }: Omit<ConfinedSession, 'folders'>, { egress }: SandboxSettings) {
        if (!egress) {
            return { environment: {} };
        }
        const { url, port } = await this.egress.way(sessionId);
        const meterPort = meterUrl ? [Number(new URL(meterUrl).port)] : [];
        return {
            ports: [port, ...meterPort, ...new EgressRules(egress).localPorts()],
            environment: proxyEnvironment(url)
        };
    }

    private async probe(): Promise<LauncherProbe> {
        const probed = (this.probed ??= this.probeOnce());
        const probe = await probed;
        if (probe.isUntried && this.probed === probed) {
            this.probed = undefined;
        }
        return probe;
    }

    private async probeOnce(): Promise<LauncherProbe> {
        const { launcher } = this.installation;
        const probe = launcher
            ? await new Launcher(launcher).probe()
            : { landlock: 0, seccomp: false, missing: 'its launcher was not built' };
        this.log[probe.missing ? 'warn' : 'info']('sandbox.probed', { ...probe });
        return probe;
    }

    private async marks(folders: readonly string[], denied: readonly string[]): Promise<Marks> {
        const { dataFolder, programFolder, workspacesRoot } = this.installation;
        const searchPath = (this.environment['PATH'] ?? '').split(delimiter).filter(isAbsolute);
        const [home, ownData, program, root, claude] = await reals([
            this.home,
            dataFolder,
            programFolder,
            workspacesRoot,
            this.claudeFolder
        ]);
        if (home === '' || ownData === '' || program === '') {
            throw ClaudeErrors.notSandboxed({ reason: 'a folder that it is about cannot be looked at' });
        }
        return sandboxMarks({
            dataFolder: ownData,
            programFolder: program,
            workspacesRoot: root,
            home,
            claudeFolder: claude,
            folders: (await reals(folders)).filter(Boolean),
            searchPath: (await reals([...searchPath, dirname(process.execPath)])).filter(Boolean),
            denied: [...denied, ...(await reals(denied))].filter(Boolean),
            dotFiles: await listDotFiles(home),
            links: await listLinks(home),
            asRoot: process.getuid?.() === 0 ? { disks: await listDisks() } : undefined
        });
    }

    private get home(): string {
        return this.environment['HOME'] || homedir();
    }

    private get claudeFolder(): string {
        return this.environment['CLAUDE_CONFIG_DIR'] || join(this.home, '.claude');
    }

    /** What tools and Claude Code would make themselves. Where that fails they say so. */
    private async prepareHome(): Promise<void> {
        for (const name of TOOL_FOLDERS) {
            await this.prepare(() => mkdir(join(this.home, name), { recursive: true, mode: 0o700 }));
        }
        await this.prepare(() => mkdir(this.claudeFolder, { recursive: true, mode: 0o700 }));
        for (const name of TOOL_FOLDERS_OF_SOME) {
            await this.prepare(() => makeWhereParentIs(join(this.home, name)));
        }
        if (!this.environment['CLAUDE_CONFIG_DIR']) {
            const state = join(this.home, '.claude.json');
            await this.prepare(() => writeFile(state, '{}\n', { flag: 'wx', mode: 0o600 }));
        }
    }

    private async prepare(make: () => Promise<unknown>): Promise<void> {
        try {
            await make();
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
                this.log.warn('sandbox.home-not-prepared', { error });
            }
        }
    }

    /** A folder of their own for temporary files, where that of the system has in it what is denied. */
    private async temporaryFolder(marks: Marks): Promise<Record<string, string>> {
        const usual = await realPath(this.environment['TMPDIR'] || tmpdir());
        if (!isCurtailed(usual, marks)) {
            return {};
        }
        const folder = join(this.home, '.cache', 'dispatch-claude');
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return { TMPDIR: folder, CLAUDE_CODE_TMPDIR: folder };
    }
}

async function makeWhereParentIs(folder: string): Promise<void> {
    try {
        await mkdir(folder);
    } catch (error) {
        if (!['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) {
            throw error;
        }
    }
}

/** Those that cannot be looked at are left out of what they are asked for: they are empty. */
async function reals(paths: readonly string[]): Promise<string[]> {
    return Promise.all(paths.map(realPath));
}

/** Links are left out: what they lead to has its own place. */
async function listFolder(path: string): Promise<string[]> {
    try {
        const entries = await readdir(path, { withFileTypes: true });
        return entries.filter(entry => !entry.isSymbolicLink()).map(({ name }) => name);
    } catch (error) {
        if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) {
            return [];
        }
        throw error;
    }
}

async function listDisks(): Promise<string[]> {
    const entries = await readdir('/dev', { withFileTypes: true }).catch(() => []);
    return entries.filter(entry => entry.isBlockDevice()).map(({ name }) => `/dev/${name}`);
}

/** Those that lead nowhere are left out: nothing is run by them. */
async function listLinks(home: string): Promise<HomeLink[]> {
    const entries = await readdir(home, { withFileTypes: true }).catch(() => []);
    const links = await Promise.all(
        entries.filter(entry => entry.isSymbolicLink()).map(({ name }) => linkOf(home, name))
    );
    return links.filter(link => link !== undefined);
}

async function linkOf(home: string, name: string): Promise<HomeLink | undefined> {
    const path = join(home, name);
    const found = await stat(path).catch(() => undefined);
    const real = found && (await realPath(path));
    return real ? { name, real, isFile: found.isFile() } : undefined;
}

async function listDotFiles(home: string): Promise<string[]> {
    const entries = await readdir(home, { withFileTypes: true }).catch(() => []);
    return entries.filter(entry => entry.isFile() && entry.name.startsWith('.')).map(({ name }) => name);
}
