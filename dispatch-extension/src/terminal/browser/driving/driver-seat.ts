import { Disposable } from '@theia/core/lib/common/disposable';
import { DriveRole } from '../../../session/common/stream-frames';

/** What the seat says and asks. */
export interface Seated {
    /** Where the terminal is; it may be moved to a window of its own. */
    readonly node: HTMLElement;
    /** Whether somebody could see it, were the window in front. */
    readonly isVisible: boolean;
    /** The wish of this page; the host decides. */
    say(role: DriveRole): void;
}

/**
 * Tells the host what this page does with a terminal: focused, it wishes to drive; hidden, anybody may. Typing and
 * "Take Over" are said by the terminal itself.
 */
export class DriverSeat implements Disposable {
    private hidden = false;
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
                this.seated.say(DriveRole.View);
            }
        } else if (wants) {
            this.seated.say(DriveRole.Want);
        }
        this.hidden = hidden;
    }

    dispose(): void {
        this.seated.node.removeEventListener('focusin', this.focused);
        window.removeEventListener('focus', this.looked);
        document.removeEventListener('visibilitychange', this.looked);
    }

    private get hasFocus(): boolean {
        const { node } = this.seated;
        return node.ownerDocument.hasFocus() && node.contains(node.ownerDocument.activeElement);
    }
}
