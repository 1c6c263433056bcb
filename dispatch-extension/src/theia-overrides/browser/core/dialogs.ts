import { ContextKey, ContextKeyService } from '@theia/core/lib/browser/context-key-service';
import { AbstractDialog, DialogOverlayService } from '@theia/core/lib/browser/dialogs';
import { Disposable } from '@theia/core/lib/common/disposable';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { giveFocusBack } from './focus-return';

/** Set while a dialog is open; for key bindings. */
export const DIALOG_OPEN_KEY = 'dispatchDialogOpen';

/**
 * Knows all dialogs while they are open. When one closes, Theia gives the focus back while the rest of the page is still
 * `inert`, which refuses it; and not at all when a dialog is accepted. Here it is given back when both are over.
 */
@injectable()
export class DispatchDialogOverlays extends DialogOverlayService {
    @inject(ContextKeyService)
    protected readonly contextKeys!: ContextKeyService;

    protected open!: ContextKey<boolean>;

    @postConstruct()
    protected init(): void {
        this.open = this.contextKeys.createKey<boolean>(DIALOG_OPEN_KEY, false);
    }

    override push(dialog: AbstractDialog<unknown>): Disposable {
        const earlier = dialog['activeElement'];
        const { ownerDocument } = dialog.node;
        const pushed = super.push(dialog);
        this.open.set(true);
        return Disposable.create(() => {
            pushed.dispose();
            this.open.set(this.dialogs.length > 0);
            // what else is disposed with the dialog, the `inert` of the page included, comes after this
            queueMicrotask(() => giveFocusBack(ownerDocument, earlier));
        });
    }
}
