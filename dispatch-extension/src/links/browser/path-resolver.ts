import { EnvVariablesServer } from '@theia/core/lib/common/env-variables';
import { URI } from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { FileService } from '@theia/filesystem/lib/browser/file-service';
import { FileType } from '@theia/filesystem/lib/common/files';

/** How long an answer is believed, in ms: a file that is being made soon becomes a link. */
const FRESH_MS = 5_000;
const MAX_ANSWERS = 4_000;

/** What a path is. */
export type PathKind = 'file' | 'folder';

/** A path that is there. */
export interface ExistingPath {
    readonly uri: URI;
    readonly kind: PathKind;
}

interface Answer {
    readonly askedAtMs: number;
    readonly kind: Promise<PathKind | undefined>;
}

/** Says which paths are there: one `stat` for each, remembered for a few seconds, asked once at a time. */
@injectable()
export class PathResolver {
    @inject(FileService)
    protected readonly files!: FileService;
    @inject(EnvVariablesServer)
    protected readonly environment!: EnvVariablesServer;

    private readonly answers = new Map<string, Answer>();
    private home: Promise<string> | undefined;

    /** The first of `folders` in which `path` is something. An absolute path needs none. */
    async resolve(path: string, folders: readonly string[]): Promise<ExistingPath | undefined> {
        for (const absolute of await this.absolutes(path, folders)) {
            const uri = URI.fromFilePath(absolute).normalizePath();
            const kind = await this.kindOf(uri);
            if (kind) {
                return { uri, kind };
            }
        }
        return undefined;
    }

    private async absolutes(path: string, folders: readonly string[]): Promise<string[]> {
        if (path.startsWith('/')) {
            return [path];
        }
        if (path === '~' || path.startsWith('~/')) {
            return [(await this.homeFolder()) + path.slice(1)];
        }
        return [...new Set(folders)].map(folder => `${folder.replace(/\/$/, '')}/${path}`);
    }

    private kindOf(uri: URI): Promise<PathKind | undefined> {
        const key = uri.toString();
        const known = this.answers.get(key);
        if (known && performance.now() - known.askedAtMs < FRESH_MS) {
            return known.kind;
        }
        const kind = this.ask(uri);
        this.answers.delete(key);
        this.answers.set(key, { askedAtMs: performance.now(), kind });
        if (this.answers.size > MAX_ANSWERS) {
            this.answers.delete(this.answers.keys().next().value ?? key);
        }
        return kind;
    }

    private async ask(uri: URI): Promise<PathKind | undefined> {
        try {
            const provider = await this.files.activateProvider(uri.scheme);
            const { type } = await provider.stat(uri);
            return (type & FileType.Directory) !== 0 ? 'folder' : 'file';
        } catch {
            // Not there, not ours to read, or the IDE is away: no link.
            return undefined;
        }
    }

    private async homeFolder(): Promise<string> {
        this.home ??= this.environment.getHomeDirUri().then(uri => new URI(uri).path.fsPath());
        return this.home;
    }
}
