import { ConfirmDialog, Message } from '@theia/core/lib/browser';

/**
 * Asks before what cannot be taken back. The safe answer has the focus and the colour; Enter is a press of the button that has
 * the focus, and elsewhere the safe answer.
 */
export class CautiousDialog extends ConfirmDialog {
    protected override onAfterAttach(message: Message): void {
        super.onAfterAttach(message);
        this.acceptButton?.classList.replace('main', 'secondary');
        this.closeButton?.classList.replace('secondary', 'main');
    }

    protected override onActivateRequest(message: Message): void {
        super.onActivateRequest(message);
        this.closeButton?.focus();
    }

    protected override handleEnter({ target }: KeyboardEvent): boolean | void {
        return target instanceof HTMLButtonElement ? false : this.close();
    }
}
