import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { injectable } from '@theia/core/shared/inversify';
import { decompressExtension } from '@theia/plugin-ext-vscode/lib/node/plugin-vscode-utils';
import {
    PluginDeployerParticipant,
    PluginDeployerResolver,
    PluginDeployerResolverContext,
    PluginDeployerStartContext
} from '@theia/plugin-ext/lib/common/plugin-protocol';

const SCHEME = 'dispatch-folder:';

/** Where plugins are taken from, and where `.vsix` files are unpacked to. */
export interface PluginFoldersOptions {
    folders: string[];
    /** A folder of ours alone: what is in it and belongs to no `.vsix` any more is removed. */
    unpackFolder: string;
    /** Folders below this one are shipped with Dispatch; the plugins in others are the person's own. */
    productFolder: string;
    /** Told of a `.vsix` that cannot be unpacked; the other plugins of its folder are taken all the same. */
    report(file: string, error: unknown): void;
}

/**
 * Takes plugins from folders: each child is a plugin, as a folder or as a `.vsix` file. Theia's `local-dir` passes over
 * `.vsix` files, and takes every other file for a plugin that failed.
 */
@injectable()
export class PluginFolders implements PluginDeployerResolver, PluginDeployerParticipant {
    constructor(private readonly options: PluginFoldersOptions) {}

    async onWillStart(context: PluginDeployerStartContext): Promise<void> {
        for (const folder of this.options.folders) {
            const entries = folder.startsWith(this.options.productFolder + sep)
                ? context.systemEntries
                : context.userEntries;
            entries.push(SCHEME + folder);
        }
    }

    accept(id: string): boolean {
        return id.startsWith(SCHEME);
    }

    async resolve(context: PluginDeployerResolverContext): Promise<void> {
        const folder = context.getOriginId().slice(SCHEME.length);
        const unpacked: string[] = [];
        for (const child of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
            const path = join(folder, child.name);
            if (child.isFile() && child.name.endsWith('.vsix')) {
                const name = await this.tryUnpack(path, child.name);
                if (name !== undefined) {
                    unpacked.push(name);
                    context.addPlugin(child.name, join(this.options.unpackFolder, name));
                }
            } else if (!child.isFile() && !child.name.startsWith('.')) {
                context.addPlugin(child.name, path);
            }
        }
        if (!folder.startsWith(this.options.productFolder + sep)) {
            await this.removeAllBut(unpacked);
        }
    }

    private async tryUnpack(file: string, fileName: string): Promise<string | undefined> {
        try {
            return await this.unpack(file, fileName);
        } catch (error) {
            this.options.report(file, error);
            return undefined;
        }
    }

    /** The name of the folder with what is in the file: another one when the file changes. */
    private async unpack(file: string, fileName: string): Promise<string> {
        const { size, mtimeMs } = await stat(file);
        const name = createHash('sha256').update(`${fileName}\0${size}\0${mtimeMs}`).digest('hex').slice(0, 32);
        const target = join(this.options.unpackFolder, name);
        if (!(await stat(target).catch(() => undefined))) {
            const incoming = `${target}.new`;
            await rm(incoming, { recursive: true, force: true });
            await mkdir(incoming, { recursive: true });
            await decompressExtension(file, incoming);
            await rename(incoming, target);
        }
        return name;
    }

    private async removeAllBut(names: string[]): Promise<void> {
        for (const name of await readdir(this.options.unpackFolder).catch(() => [])) {
            if (!names.includes(name)) {
                await rm(join(this.options.unpackFolder, name), { recursive: true, force: true });
            }
        }
    }
}
