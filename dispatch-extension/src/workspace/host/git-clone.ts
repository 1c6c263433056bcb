import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcessTree } from '../../kernel/host/process-tree';
import { WorkspaceErrors } from '../common/workspace-errors';
import { withoutCredentials } from '../domain/clone-url';

const TELL_EVERY_MS = 150;
const MAX_LINE_CHARS = 500;
/** More than the longest address, so that no line is cut before its password is taken out. */
const MAX_PENDING_CHARS = 16_000;
/** How long a git that was cut off is waited for at most, in ms. */
const EXIT_LIMIT_MS = 7_000;

/** Settings under which nothing that a repository brings is run by the clone itself. */
const SAFE_SETTINGS = [
    'core.fsmonitor=false',
    'core.hooksPath=/dev/null',
    'protocol.ext.allow=never',
    'submodule.recurse=false'
].flatMap(setting => ['-c', setting]);

export interface CloneRequest {
    /** Checked by the caller. */
    url: string;
    /** An empty folder. It is removed when the clone fails. */
    folder: string;
    /** Cut off, the clone fails, as soon as git has ended. */
    signal: AbortSignal;
    onProgress(line: string): void;
}

/** Clones with the person's own git, which never asks for anything. Fails with `workspace.clone-failed`. */
export async function gitClone(request: CloneRequest): Promise<void> {
    try {
        await runGit(request);
    } catch (error) {
        await fs.rm(request.folder, { recursive: true, force: true });
        throw error;
    }
}

function runGit({ url, folder, signal, onProgress }: CloneRequest): Promise<void> {
    return new Promise((resolve, reject) => {
        const git = spawn('git', [...SAFE_SETTINGS, 'clone', '--progress', '--', url, folder], {
            stdio: ['ignore', 'ignore', 'pipe'],
            env: { ...process.env, GIT_TERMINAL_PROMPT: '0', SSH_ASKPASS_REQUIRE: 'never', LC_ALL: 'C' }
        });
        const cutOff = (): void => {
            const failed = (): void => reject(WorkspaceErrors.cloneFailed({ why: 'it was cut off' }));
            endGit(git).then(failed, failed);
        };
        signal.addEventListener('abort', cutOff, { once: true });
        if (signal.aborted) {
            cutOff();
        }
        const lines = new ProgressLines(onProgress);
        git.stderr.setEncoding('utf8').on('data', (text: string) => lines.add(text));
        // the error itself holds the arguments, and with them the password
        git.once('error', ({ code }: NodeJS.ErrnoException) =>
            reject(
                code === 'ENOENT'
                    ? WorkspaceErrors.gitMissing()
                    : WorkspaceErrors.cloneFailed({ why: `it could not be started (${code})` })
            )
        );
        git.once('close', code => {
            signal.removeEventListener('abort', cutOff);
            lines.end();
            if (signal.aborted) {
                return;
            }
            if (code === 0) {
                resolve();
            } else {
                reject(WorkspaceErrors.cloneFailed({ why: lines.reason }));
            }
        });
    });
}

/** Ends git and what it has started, and gives it the time to clean up. */
async function endGit(git: ChildProcess): Promise<void> {
    if (git.pid === undefined || git.exitCode !== null || git.signalCode !== null) {
        return;
    }
    const limit = new AbortController();
    const exited = once(git, 'exit', { signal: limit.signal });
    git.kill();
    await Promise.race([
        Promise.all([exited, endProcessTree(git.pid)]),
        sleep(EXIT_LIMIT_MS, undefined, { ref: false })
    ]);
    limit.abort();
}

/** The progress that git writes, line by line, told at most some times a second. */
class ProgressLines {
    private rest = '';
    private last = '';
    private fatal = '';
    private toldAtMs = 0;

    constructor(private readonly tell: (line: string) => void) {}

    /** What git gave as its reason. */
    get reason(): string {
        return this.fatal || this.last || 'it gave no reason';
    }

    add(text: string): void {
        const lines = (this.rest + text).split(/[\r\n]+/);
        this.rest = (lines.pop() ?? '').slice(-MAX_PENDING_CHARS);
        lines.forEach(line => this.line(line));
    }

    end(): void {
        this.line(this.rest);
        if (this.last) {
            this.tell(this.last);
        }
    }

    private line(raw: string): void {
        const line = withoutCredentials(raw.trim()).slice(0, MAX_LINE_CHARS);
        if (line === '') {
            return;
        }
        this.last = line;
        if (/^(fatal|error|remote: error|ssh):/i.test(line)) {
            this.fatal ||= line;
        }
        if (performance.now() - this.toldAtMs >= TELL_EVERY_MS) {
            this.toldAtMs = performance.now();
            this.tell(line);
        }
    }
}
