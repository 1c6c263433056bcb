import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { UntitledResourceResolver } from '@theia/core/lib/common/resource';
import { URI } from '@theia/core/lib/common/uri';
import { ApplicationShell, FrontendApplicationContribution, Saveable } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { EditorManager } from '@theia/editor/lib/browser';
import { FileResourceVersion } from '@theia/filesystem/lib/browser/file-resource';
import { MonacoEditorModel } from '@theia/monaco/lib/browser/monaco-editor-model';
import { MonacoTextModelService } from '@theia/monaco/lib/browser/monaco-text-model-service';
import { forgetTexts, KeptText, keepTexts, readTexts } from '../domain/kept-texts';
import { PAGE_RELOADS } from './page-reload';

/** A reload that was said begins within this time, in ms. */
const RELOADS_WITHIN_MS = 5_000;

/** Brings what was typed and not saved over a reload that the page makes by itself, as after a crash of the IDE. */
@injectable()
export class UnsavedKeeper implements FrontendApplicationContribution {
    @inject(MonacoTextModelService)
    protected readonly models!: MonacoTextModelService;
    @inject(EditorManager)
    protected readonly editors!: EditorManager;
    @inject(ApplicationShell)
    protected readonly shell!: ApplicationShell;
    @inject(UntitledResourceResolver)
    protected readonly untitled!: UntitledResourceResolver;
    @inject(MessageService)
    protected readonly messages!: MessageService;

    /** Kept by the page before, and not in an editor again. */
    private waiting: KeptText[] = [];
    private allKept = false;

    initialize(): void {
        this.waiting = readTexts(window.sessionStorage);
        window.addEventListener(PAGE_RELOADS, () => this.keep());
        // before Theia's listener, which would ask about a reload at which nothing is lost
        window.addEventListener('beforeunload', event => this.allKept && event.stopImmediatePropagation(), {
            capture: true
        });
    }

    onDidInitializeLayout(): void {
        void this.restoreAll();
    }

    private keep(): void {
        const dirty = this.models.models.filter(model => model.dirty);
        const texts = dirty.map(model => ({ uri: model.uri, text: model.getText(), version: versionOf(model) }));
        const before = this.waiting.filter(({ uri }) => texts.every(text => text.uri !== uri));
        const isStored = keepTexts(window.sessionStorage, [...texts, ...before]);
        this.allKept = isStored && !this.hasOtherUnsaved(dirty);
        window.setTimeout(() => (this.allKept = false), RELOADS_WITHIN_MS);
    }

    /** Whether something is dirty that is no text. */
    private hasOtherUnsaved(kept: readonly MonacoEditorModel[]): boolean {
        const saveables = this.shell.widgets.filter(widget => Saveable.isDirty(widget)).map(each => Saveable.get(each));
        return saveables.some(saveable => !(saveable instanceof MonacoEditorModel && kept.includes(saveable)));
    }

    private async restoreAll(): Promise<void> {
        for (const kept of [...this.waiting]) {
            await this.restore(kept);
            this.waiting = this.waiting.filter(each => each !== kept);
        }
        forgetTexts(window.sessionStorage);
    }

    private async restore(kept: KeptText): Promise<void> {
        const uri = new URI(kept.uri);
        try {
            const reference = await this.models.createModelReference(uri);
            const isThere = typeAgain(reference.object, kept);
            if (isThere && reference.object.dirty) {
                // its own reference outlives ours
                await this.editors.open(uri, { mode: 'open' });
            }
            reference.dispose();
            if (isThere) {
                return;
            }
        } catch {
            // the file is gone, or is none any more; what was typed is not
        }
        await this.openBeside(uri, kept);
    }

    private async openBeside(uri: URI, { text }: KeptText): Promise<void> {
        const beside = await this.untitled.createUntitledResource(text, uri.path.ext);
        await this.editors.open(beside.uri, { mode: 'reveal' });
        void this.messages.warn(
            nls.localize(
                'dispatch/unsaved/changedMeanwhile',
                '“{0}” was changed while the IDE was away. What you had typed into it is in {1}.',
                uri.path.base,
                beside.uri.path.base
            )
        );
    }
}

/** False where the file is not the one any more that it was typed into. */
function typeAgain(model: MonacoEditorModel, { text, version }: KeptText): boolean {
    if (model.getText() === text) {
        return true;
    }
    if (versionOf(model) !== version) {
        return false;
    }
    const { textEditorModel } = model;
    textEditorModel.pushEditOperations([], [{ range: textEditorModel.getFullModelRange(), text }], () => null);
    return true;
}

/** Of the file as the editor knows it. */
function versionOf(model: MonacoEditorModel): string | undefined {
    // protected: whoever saves has it already
    const version = model['resourceVersion'];
    return FileResourceVersion.is(version) ? version.etag : undefined;
}
