import { MessageService } from '@theia/core/lib/common/message-service';
import { BinaryBuffer } from '@theia/core/lib/common/buffer';
import { EnvVariablesServer } from '@theia/core/lib/common/env-variables';
import { URI } from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { FileService } from '@theia/filesystem/lib/browser/file-service';
import { WorkspaceService } from '@theia/workspace/lib/browser';
import { DispatchError, asDispatchError } from '../../kernel/common/errors';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { TerminalDetail } from '../../terminal/common/terminal-protocol';
import { ClipboardErrors } from '../common/clipboard-errors';
import { droppedName } from '../domain/dropped-name';
import { quotePath, quotingOf } from '../domain/shell-quote';
import { ClipboardPreferences } from './clipboard-preferences';
import { uploadFile } from './file-upload';

const BYTES_PER_MB = 1024 * 1024;
/** Up to this size a file goes with the other calls to the IDE, at once; above, as an upload with progress. In bytes. */
const SMALL_BYTES = 2 * BYTES_PER_MB;
const GIT_IGNORE = '.gitignore';

/** Brings files from the person's computer into the workspace, and types the paths of files into terminals. */
@injectable()
export class DroppedFiles {
    @inject(FileService)
    protected readonly files!: FileService;
    @inject(WorkspaceService)
    protected readonly workspace!: WorkspaceService;
    @inject(EnvVariablesServer)
    protected readonly environment!: EnvVariablesServer;
    @inject(ClipboardPreferences)
    protected readonly settings!: ClipboardPreferences;
    @inject(MessageService)
    protected readonly messages!: MessageService;

    private lastNameAtMs = 0;

    /** Stores the files, and types the paths of those that were. What fails is told to the person, for each file. */
    async bring(terminal: DispatchTerminalWidget, files: readonly File[]): Promise<void> {
        try {
            const stored = await this.store(terminal, this.withinLimit(files));
            this.type(terminal, stored);
        } catch (thrown) {
            this.report(thrown);
        }
    }

    /** Types the paths of files that are in the workspace already, quoted for the shell. */
    type(terminal: DispatchTerminalWidget, uris: readonly URI[]): void {
        const quoting = quotingOf(TerminalDetail.safeParse(terminal.sessionInfo?.detail).data?.shell);
        const words = uris.map(uri => {
            const word = quotePath(uri.path.fsPath(), quoting);
            if (word === undefined) {
                this.report(ClipboardErrors.nameNotTypeable({ name: JSON.stringify(uri.path.base) }));
            }
            return word;
        });
        const typed = words.filter(word => word !== undefined).join(' ');
        if (typed && !terminal.isDisposed) {
            // As a paste: programs that take pictures by their path, like Claude Code, look at pastes.
            terminal.paste(`${typed} `);
            terminal.activate();
        }
    }

    refuseFolder(): void {
        this.report(ClipboardErrors.folderDropped());
    }

    private withinLimit(files: readonly File[]): File[] {
        const limit = this.settings['dispatch.terminal.maxDropSize'];
        return files.filter(file => {
            const fits = file.size <= limit * BYTES_PER_MB;
            if (!fits) {
                const size = Math.ceil(file.size / BYTES_PER_MB);
                this.report(ClipboardErrors.fileTooLarge({ name: file.name, size, limit }));
            }
            return fits;
        });
    }

    private async store(terminal: DispatchTerminalWidget, files: readonly File[]): Promise<URI[]> {
        if (files.length === 0) {
            return [];
        }
        const folder = await this.openFolder(terminal);
        const stored: (URI | undefined)[] = [];
        for (const file of files) {
            stored.push(await this.storeOne(folder, file));
        }
        return stored.filter(uri => uri !== undefined);
    }

    private async storeOne(folder: URI, file: File): Promise<URI | undefined> {
        const target = folder.resolve(this.freshName(file.name));
        try {
            if (file.size > SMALL_BYTES) {
                return (await uploadFile(file, target, this.messages)) ? target : undefined;
            }
            const bytes = BinaryBuffer.wrap(new Uint8Array(await file.arrayBuffer()));
            await this.files.createFile(target, bytes, { overwrite: false });
            return target;
        } catch (cause) {
            this.report(notStored(file.name, cause));
            return undefined;
        }
    }

    /** Each in a millisecond of its own, so that no two files of a drop have one name. */
    private freshName(original: string): string {
        this.lastNameAtMs = Math.max(Date.now(), this.lastNameAtMs + 1);
        return droppedName(original, new Date(this.lastNameAtMs));
    }

    /** The folder for dropped files; one that is new is hidden from Git. */
    private async openFolder(terminal: DispatchTerminalWidget): Promise<URI> {
        const folder = await this.folderFor(terminal);
        try {
            if (!(await this.files.exists(folder))) {
                await this.files.createFolder(folder);
                await this.files.createFile(folder.resolve(GIT_IGNORE), BinaryBuffer.fromString('*\n'), {
                    overwrite: true
                });
            }
            return folder;
        } catch (cause) {
            throw notStored(folder.path.fsPath(), cause);
        }
    }

    private async folderFor(terminal: DispatchTerminalWidget): Promise<URI> {
        const setting = this.settings['dispatch.terminal.dropFolder'].trim();
        if (setting.startsWith('/')) {
            return URI.fromFilePath(setting);
        }
        if (setting.startsWith('~/')) {
            return new URI(await this.environment.getHomeDirUri()).resolve(setting.slice(2));
        }
        return this.workspaceOf(terminal).resolve(setting).normalizePath();
    }

    /** The opened folder that the terminal is in; else the one in which it was started. */
    private workspaceOf(terminal: DispatchTerminalWidget): URI {
        const roots = this.workspace.tryGetRoots().map(root => root.resource);
        const around = roots.find(root => root.isEqualOrParent(terminal.lastCwd));
        const started = terminal.sessionInfo?.folder;
        const folder = around ?? (started === undefined ? roots[0] : URI.fromFilePath(started));
        if (!folder) {
            throw ClipboardErrors.noFolder();
        }
        return folder;
    }

    private report(thrown: unknown): void {
        void this.messages.error(asDispatchError(thrown).message);
    }
}

function notStored(name: string, cause: unknown): DispatchError {
    return ClipboardErrors.notStored({ name, why: cause instanceof Error ? cause.message : String(cause) }, cause);
}
