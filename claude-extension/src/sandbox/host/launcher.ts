import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { PathRule } from '../domain/path-policy';

/** From this version of Landlock on everything is denied that we count on. */
const FULL_VERSION = 6;
const PROBE_MS = 20_000;

/** What the kernel can do, as the launcher has tried it. */
export interface LauncherProbe {
    /** 0 where there is none. */
    readonly landlock: number;
    /** Whether Unix sockets can be denied. */
    readonly seccomp: boolean;
    /** Why what is protected cannot be looked after, for people; absent where it can. */
    readonly unsupervised?: string;
    /** Why it is less than all, for people. */
    readonly missing?: string;
    /** It could not be tried, which may be otherwise the next time. */
    readonly isUntried?: true;
}

/** What a command may. */
export interface Limits {
    readonly rules: readonly PathRule[];
    /** The TCP ports to which it may connect; none or absent: all, and any network. */
    readonly ports?: readonly number[];
    readonly noUnixSockets?: boolean;
    /** Relative paths that it cannot make or change, in whatever folder; none or absent: there is no supervisor. */
    readonly protect?: readonly string[];
}

/** The program that confines itself and then becomes the command (`native/claude-sandbox.c`). */
export class Launcher {
    constructor(readonly file: string) {}

    /** Never rejects. */
    async probe(): Promise<LauncherProbe> {
        try {
            const { stdout } = await promisify(execFile)(this.file, ['--probe'], { timeout: PROBE_MS });
            const probe = read(stdout);
            return probe.unsupervised === undefined ? probe : { ...probe, unsupervised: await whyUnsupervised() };
        } catch (error) {
            const why = (error as NodeJS.ErrnoException).code ?? 'it failed';
            return { ...nothing(`its launcher could not be run (${why})`), isUntried: true };
        }
    }

    /** The arguments with which it runs a command. */
    arguments(
        { rules, ports = [], noUnixSockets = false, protect = [] }: Limits,
        command: readonly string[]
    ): string[] {
        return [
            ...rules.flatMap(({ access, path }) => [`--${access}`, path]),
            ...ports.flatMap(port => ['--connect', String(port)]),
            ...(noUnixSockets ? ['--no-unix-sockets'] : []),
            ...protect.flatMap(path => ['--protect', path]),
            '--',
            ...command
        ];
    }

    /** Why a configuration of git may not take the place of `present`, for people; absent where it runs nothing new. Paths of files. */
    async whyNotConfiguration(file: string, present: string): Promise<string | undefined> {
        try {
            await promisify(execFile)(this.file, ['--check-git-config', file, present], { timeout: PROBE_MS });
            return undefined;
        } catch (error) {
            return (error as { stdout?: string }).stdout?.trim() || 'it could not be looked at';
        }
    }
}

/** The usual reason is a setting of the system: it lets nobody but its ancestors look into a process. */
async function whyUnsupervised(): Promise<string> {
    const scope = (await readFile('/proc/sys/kernel/yama/ptrace_scope', 'utf8').catch(() => '0')).trim();
    const why =
        scope === '0'
            ? 'the kernel does not allow its supervisor'
            : `kernel.yama.ptrace_scope is ${scope} (on the host: sysctl kernel.yama.ptrace_scope=0)`;
    return `CLAUDE_PROTECTED_PATHS is not enforced, because ${why}; CLAUDE_PROTECTED_PATHS=none does without`;
}

function read(printed: string): LauncherProbe {
    const [, version, seccomp, supervised, errno] =
        /^landlock=(\d+) seccomp=([01]) supervised=([01]) error=(\d+)$/m.exec(printed) ?? [];
    if (version === undefined) {
        return nothing('its launcher was not understood');
    }
    const landlock = Number(version);
    const probe = { landlock, seccomp: seccomp === '1', ...(supervised === '0' && { unsupervised: '' }) };
    if (landlock === 0) {
        return { ...probe, missing: `the kernel has no Landlock, or does not allow it (error ${errno})` };
    }
    return landlock >= FULL_VERSION
        ? probe
        : { ...probe, missing: `the kernel (Landlock ${landlock}) does not keep signals and abstract sockets apart` };
}

function nothing(missing: string): LauncherProbe {
    return { landlock: 0, seccomp: false, missing };
}
