import { DiffUris } from '@theia/core/lib/browser/diff-uris';
import { open, OpenerService } from '@theia/core/lib/browser/opener-service';
import { MessageService } from '@theia/core/lib/common/message-service';
import { InMemoryResources, UntitledResourceResolver } from '@theia/core/lib/common/resource';
import { URI } from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { EditorManager } from '@theia/editor/lib/browser/editor-manager';
import { FileService } from '@theia/filesystem/lib/browser/file-service';
import { changed, FileChange, unchanged } from '../../domain/file-change';
import { ClaudeText } from '../claude-text';
import { fileEndingOf } from '../markdown/languages';

/** Texts that are compared and are no files. Read-only where they stand at the left. */
const SNAPSHOT_SCHEME = 'dispatch-claude';

/** What the view of Claude does with the editors beside it. Methods never fail: what goes wrong is told to the person. */
@injectable()
export class EditorDesk {
    private snapshots = 0;

    constructor(
        @inject(EditorManager) private readonly editors: EditorManager,
        @inject(OpenerService) private readonly opener: OpenerService,
        @inject(FileService) private readonly files: FileService,
        @inject(InMemoryResources) private readonly memory: InMemoryResources,
        @inject(UntitledResourceResolver) private readonly untitled: UntitledResourceResolver,
        @inject(MessageService) private readonly messages: MessageService
    ) {}

    /** Opens a file, at a line from 1. */
    async openFile(path: string, line?: number): Promise<void> {
        const start = line === undefined ? undefined : { line: Math.max(0, line - 1), character: 0 };
        await this.tried(() =>
            open(this.opener, URI.fromFilePath(path).normalizePath(), {
                mode: 'reveal',
                selection: start && { start }
            })
        );
    }

    /** Puts code in the place of what is selected in the editor that was used last, or where its cursor is, and goes there. */
    async insert(code: string): Promise<void> {
        const last = this.editors.currentEditor?.editor;
        if (!last) {
            void this.messages.info(ClaudeText.noEditor);
            return;
        }
        await this.tried(async () => {
            // first, as it may be behind the conversation, in the same group of tabs, where it has no selection and no undo
            const { editor } = await this.editors.open(last.uri, { mode: 'activate' });
            editor.executeEdits([{ range: editor.selection, newText: code }]);
        });
    }

    async openCode(code: string, language: string): Promise<void> {
        await this.tried(async () => {
            const { uri } = await this.untitled.createUntitledResource(code, fileEndingOf(language));
            await open(this.opener, uri);
        });
    }

    /**
     * Compares a file before a change and after it. What was done is compared with the file as it is, which can be edited
     * there; where the file has been changed since, or was written whole, the texts of the change are compared.
     */
    async openChange(change: FileChange, folder: string, done: boolean): Promise<void> {
        const path = change.path.startsWith('/') ? change.path : `${folder}/${change.path}`;
        const file = URI.fromFilePath(path).normalizePath();
        const now = await this.textOf(file);
        const label = `${file.path.base} (Claude)`;
        if (done) {
            const before = now === undefined ? undefined : unchanged(now, change);
            if (before !== undefined) {
                return this.compare(this.snapshot(file, before), file, label);
            }
        } else {
            const after = now === undefined ? undefined : changed(now, change);
            if (after !== undefined) {
                return this.compare(file, this.snapshot(file, after), label);
            }
        }
        if (change.kind === 'write') {
            const before = done ? '' : (now ?? '');
            return this.compare(this.snapshot(file, before), this.snapshot(file, change.content), label);
        }
        void this.messages.info(ClaudeText.fileMoved, { timeout: 5_000 });
        const texts = (name: 'before' | 'after'): string =>
            change.replacements.map(replacement => replacement[name]).join('\n');
        return this.compare(this.snapshot(file, texts('before')), this.snapshot(file, texts('after')), label);
    }

    private compare(left: URI, right: URI, label: string): Promise<void> {
        return this.tried(() => open(this.opener, DiffUris.encode(left, right, label), { mode: 'activate' }));
    }

    /** A text that is compared. It keeps the name of the file, so that it has its colours. */
    private snapshot(file: URI, text: string): URI {
        const uri = new URI().withScheme(SNAPSHOT_SCHEME).withPath(`/${++this.snapshots}/${file.path.base}`);
        this.memory.add(uri, text);
        return uri;
    }

    private async textOf(file: URI): Promise<string | undefined> {
        try {
            return (await this.files.read(file)).value;
        } catch {
            // not there (any more), or no text: the change itself is compared
            return undefined;
        }
    }

    private async tried(work: () => Promise<unknown>): Promise<void> {
        try {
            await work();
        } catch (error) {
            void this.messages.warn(error instanceof Error ? error.message : String(error));
        }
    }
}
