import { spawn } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { WorkspaceErrors } from '../common/workspace-errors';
import { withoutCredentials } from '../domain/clone-url';

const TELL_EVERY_MS = 150;
const MAX_LINE_CHARS = 500;

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
    /** Cut off, the clone fails. */
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
            env: { ...process.env, GIT_TERMINAL_PROMPT: '0', SSH_ASKPASS_REQUIRE: 'never', LC_ALL: 'C' },
            signal
        });
        const lines = new ProgressLines(onProgress);
        git.stderr.setEncoding('utf8').on('data', (text: string) => lines.add(text));
        git.once('error', cause => {
            const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
            reject(
                missing
                    ? WorkspaceErrors.gitMissing(undefined, cause)
                    : WorkspaceErrors.cloneFailed({ why: 'it was cut off' }, cause)
            );
        });
        git.once('close', code => {
            lines.end();
            if (code === 0) {
                resolve();
            } else {
                reject(WorkspaceErrors.cloneFailed({ why: lines.reason }));
            }
        });
    });
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
        this.rest = (lines.pop() ?? '').slice(-MAX_LINE_CHARS);
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
