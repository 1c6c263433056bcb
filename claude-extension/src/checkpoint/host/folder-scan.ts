import * as fs from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { CheckpointErrors } from '../common/checkpoint-errors';
import { CheckpointRules } from '../common/checkpoint-protocol';
import { IgnoreRules } from '../domain/ignore-rules';
import { LeftOut } from '../domain/snapshot';
import { HeldFolder } from './held-folder';
import { ByteFolder } from './path-bytes';

/** A file as the file system describes it, to see later whether it may have changed. */
export interface FoundFile {
    readonly kind: 'file' | 'link';
    readonly permissions: number;
    readonly sizeBytes: number;
    readonly inode: number;
    readonly modifiedAtMs: number;
    readonly changedAtMs: number;
}

/** What is in a folder now. Paths are relative, one character per byte. */
export interface Scan {
    readonly files: Map<string, FoundFile>;
    readonly folders: Map<string, number>;
    readonly leftOut: Map<string, LeftOut>;
}

/** Files that were kept once are kept as long as they are there: up to so many times the size that a new one may have. */
const GROWN_TIMES = 10;
/** How long the scan may hold up the process at a time, in ms. */
const SLICE_MS = 4;
/** Not through a link that has come into its place, and never to wait for whoever writes into a pipe. */
const READ_SAFELY = fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK;

/** What decides which files are looked at. */
export interface ScanWorld {
    readonly rules: CheckpointRules;
    /** Paths that were kept before, and every folder that they are in. */
    readonly isKept: (path: string) => boolean;
    readonly isAboveKept: (folder: string) => boolean;
    /** Relative path of a folder that is never looked into: our own. */
    readonly ownFolder?: string;
}

/** Looks through a folder. Nothing is followed or opened but ignore files. Fails with `checkpoint.too-many-files`. */
export async function scanFolder(folder: ByteFolder, world: ScanWorld): Promise<Scan> {
    return new FolderScan(folder, world).run();
}

interface Pending {
    readonly path: string;
    readonly ignore: IgnoreRules;
    /** It is ignored, and looked into only because files in it were kept before. */
    readonly isIgnored: boolean;
}

class FolderScan {
    private readonly scan: Scan = { files: new Map(), folders: new Map(), leftOut: new Map() };
    private readonly pending: Pending[] = [];
    private device = 0;

    constructor(
        private readonly folder: ByteFolder,
        private readonly world: ScanWorld
    ) {}

    async run(): Promise<Scan> {
        const root = statOf(this.folder.at(''));
        if (!root?.isDirectory()) {
            throw CheckpointErrors.noFolder();
        }
        this.device = root.dev;
        this.pending.push({ path: '', ignore: IgnoreRules.NONE, isIgnored: false });
        let sliceEndMs = performance.now() + SLICE_MS;
        for (let next = this.pending.pop(); next; next = this.pending.pop()) {
            this.enter(next);
            if (performance.now() > sliceEndMs) {
                await setImmediate();
                sliceEndMs = performance.now() + SLICE_MS;
            }
        }
        return this.scan;
    }

    private enter({ path, ignore: outer, isIgnored }: Pending): void {
        const names = namesIn(this.folder, path);
        if (!names && path === '') {
            throw CheckpointErrors.noFolder();
        }
        if (!names) {
            this.scan.leftOut.set(path, 'unreadable');
            return;
        }
        // a repository inside of the folder has rules of its own
        const inherited = path !== '' && names.includes('.git') ? IgnoreRules.NONE : outer;
        const ignore = this.rulesIn(path, names, inherited);
        for (const name of names) {
            if (name !== '.git') {
                this.look({ path: path === '' ? name : `${path}/${name}`, ignore, isIgnored });
            }
        }
    }

    private rulesIn(path: string, names: readonly string[], outer: IgnoreRules): IgnoreRules {
        let rules = outer;
        if (names.includes('.git')) {
            rules = rules.with(path, this.textOf(path, '.git/info/exclude'));
        }
        return names.includes('.gitignore') ? rules.with(path, this.textOf(path, '.gitignore')) : rules;
    }

    private textOf(folder: string, name: string): string {
        const path = this.folder.at(folder === '' ? name : `${folder}/${name}`);
        return statOf(path)?.isFile() ? readText(path) : '';
    }

    private look(found: Pending): void {
        const stat = statOf(this.folder.at(found.path));
        if (stat?.isDirectory()) {
            this.lookAtFolder(found, stat);
        } else if (stat?.isFile() || stat?.isSymbolicLink()) {
            this.lookAtFile(found, stat);
        } else if (stat) {
            this.scan.leftOut.set(found.path, 'special');
        }
    }

    private lookAtFolder({ path, ignore, isIgnored: above }: Pending, stat: fs.Stats): void {
        const isIgnored = above || ignore.ignores(path, true);
        if (path === this.world.ownFolder || stat.dev !== this.device) {
            this.scan.leftOut.set(path, 'elsewhere');
        } else if (isIgnored && !this.world.isAboveKept(path)) {
            this.scan.leftOut.set(path, 'ignored');
        } else {
            this.scan.folders.set(path, stat.mode & 0o777);
            this.pending.push({ path, ignore, isIgnored });
        }
    }

    private lookAtFile({ path, ignore, isIgnored: above }: Pending, stat: fs.Stats): void {
        const { rules, isKept } = this.world;
        const wasKept = isKept(path);
        const isIgnored = above || (!rules.includeIgnoredFiles && ignore.ignores(path, false));
        if (isIgnored && !wasKept) {
            this.scan.leftOut.set(path, 'ignored');
        } else if (stat.size > rules.maxFileBytes * (wasKept ? GROWN_TIMES : 1)) {
            this.scan.leftOut.set(path, 'big');
        } else if (this.scan.files.size >= rules.maxFiles) {
            throw CheckpointErrors.tooManyFiles({ limit: rules.maxFiles });
        } else {
            this.scan.files.set(path, foundFile(stat));
        }
    }
}

export function foundFile(stat: fs.Stats): FoundFile {
    const isLink = stat.isSymbolicLink();
    return {
        kind: isLink ? 'link' : 'file',
        permissions: isLink ? 0 : stat.mode & 0o777,
        sizeBytes: stat.size,
        inode: stat.ino,
        modifiedAtMs: stat.mtimeMs,
        changedAtMs: stat.ctimeMs
    };
}

/** Undefined for what has gone, or cannot be seen. */
export function statOf(path: Buffer): fs.Stats | undefined {
    try {
        return fs.lstatSync(path);
    } catch {
        return undefined;
    }
}

/** Undefined for a folder that cannot be read, or was swapped for a link, or is below one that was. */
function namesIn(folder: ByteFolder, path: string): string[] | undefined {
    try {
        const held = HeldFolder.open(folder, path);
        try {
            return fs.readdirSync(held.at(''), { encoding: 'buffer' }).map(name => name.toString('latin1'));
        } finally {
            held.close();
        }
    } catch {
        return undefined;
    }
}

function readText(path: Buffer): string {
    try {
        return fs.readFileSync(path, { encoding: 'latin1', flag: READ_SAFELY });
    } catch {
        return '';
    }
}
