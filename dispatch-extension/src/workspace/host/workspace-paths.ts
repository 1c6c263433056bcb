import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { WorkspaceErrors } from '../common/workspace-errors';

/** Which folders are workspaces: those at or below the root, links resolved. */
export class WorkspacePaths {
    /** `root` is absolute. It is created by `init`. */
    constructor(readonly root: string) {}

    async init(): Promise<void> {
        await fs.mkdir(this.root, { recursive: true });
    }

    /**
     * The folder without links. Fails with `workspace.bad-path`, `workspace.not-found` (nor does it tell what is outside
     * of the root) or `workspace.outside-root`.
     */
    async resolve(folder: string): Promise<string> {
        if (!path.isAbsolute(folder) || folder.includes('\0')) {
            throw WorkspaceErrors.badPath();
        }
        const root = await fs.realpath(this.root);
        if (
            !isAtOrBelow(root, path.normalize(folder)) &&
            !isAtOrBelow(path.normalize(this.root), path.normalize(folder))
        ) {
            throw WorkspaceErrors.outsideRoot({ root: this.root });
        }
        const resolved = await fs.realpath(folder).catch(cause => {
            throw WorkspaceErrors.notFound(undefined, cause);
        });
        if (!isAtOrBelow(root, resolved)) {
            throw WorkspaceErrors.outsideRoot({ root: this.root });
        }
        if (!(await fs.stat(resolved)).isDirectory()) {
            throw WorkspaceErrors.notFound();
        }
        return resolved;
    }

    /** Makes a new folder below the root; `name` is one segment. Fails with `workspace.exists`. */
    async create(name: string): Promise<string> {
        const folder = path.join(await fs.realpath(this.root), name);
        try {
            await fs.mkdir(folder);
        } catch (cause) {
            throw (cause as NodeJS.ErrnoException).code === 'EEXIST' ? WorkspaceErrors.exists({ name }, cause) : cause;
        }
        return folder;
    }
}

function isAtOrBelow(root: string, folder: string): boolean {
    return folder === root || folder.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
}
