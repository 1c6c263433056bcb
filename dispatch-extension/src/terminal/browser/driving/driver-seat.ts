import { Disposable } from '@theia/core/lib/common/disposable';
import { DriveRole } from '../../../session/common/stream-frames';

/** What the seat says and asks. */
export interface Seated {
    /** Where the terminal is; it may be moved to a window of its own. */
    readonly node: HTMLElement;
    /** Whether somebody could see it, were the window in front. */
    readonly isVisible: boolean;
    /** Whether this page drives now; `undefined` while it is not attached. */
    readonly drives: boolean | undefined;
    /** The wish of this page; the host decides. */
    say(role: DriveRole): void;
}

/**
 * Tells the host what this page does with a terminal: focused, it wishes to drive; hidden, anybody may. Typing and
 * "Take Over" are said by the terminal itself.
 */
export class DriverSeat implements Disposable {
    private hidden = false;
    private saidVisible = true;
    private readonly focused = (): void => this.update(true);
    private readonly looked = (): void => this.update(this.hasFocus);

    constructor(private readonly seated: Seated) {
        seated.node.addEventListener('focusin', this.focused);
        window.addEventListener('focus', this.looked);
        document.addEventListener('visibilitychange', this.looked);
    }

    /** The terminal was shown, hidden or attached. */
    update(wants = this.hasFocus): void {
        const hidden = !this.seated.isVisible || this.seated.node.ownerDocument.visibilityState === 'hidden';
        if (hidden) {
            if (!this.hidden) {
                this.say(DriveRole.View);
            }
        } else if (wants) {
            this.say(DriveRole.Want);
        }
        this.hidden = hidden;
    }

    dispose(): void {
        this.seated.node.removeEventListener('focusin', this.focused);
        window.removeEventListener('focus', this.looked);
        document.removeEventListener('visibilitychange', this.looked);
    }

    /** A driver that is focused again need not say so. */
    private say(role: DriveRole): void {
        if (role === DriveRole.View || this.seated.drives === false || !this.saidVisible) {
            this.saidVisible = role !== DriveRole.View;
            this.seated.say(role);
        }
    }

    private get hasFocus(): boolean {
        const { node } = this.seated;
        return node.ownerDocument.hasFocus() && node.contains(node.ownerDocument.activeElement);
    }
}
