import { isOSX } from '@theia/core/lib/common/os';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';

/** How long a pointer rests on a link until the note is shown, in ms, and how long it may take to reach the note. */
const SHOW_MS = 400;
const LEAVE_MS = 150;
/** A tap and the click that the browser makes of it are at most this far apart, in ms. */
const TAP_MS = 400;

/** The note at a link under the pointer, and which clicks follow a link: Ctrl or Cmd with a mouse, a tap with a finger. */
export class LinkNote {
    private timer: number | undefined;
    private tappedAtMs = -Infinity;
    private entered = false;

    constructor(private readonly terminal: DispatchTerminalWidget) {
        terminal.node.addEventListener('touchend', event => (this.tappedAtMs = event.timeStamp), { passive: true });
        terminal.toDisposeWith.pushAll([
            terminal.onMouseEnterLinkHover(() => (this.entered = true)),
            terminal.onMouseLeaveLinkHover(() => this.hide()),
            { dispose: () => window.clearTimeout(this.timer) }
        ]);
    }

    /** The pointer came onto a link. `words` say where it leads or what it does. */
    show(event: MouseEvent, words: string, follow: () => void): void {
        this.hide();
        const { clientX, clientY } = event;
        this.after(SHOW_MS, () => {
            const followed = (): void => {
                this.hide();
                follow();
            };
            this.terminal.showLinkHover(followed, clientX, clientY, words);
        });
    }

    /** The pointer has left the link, perhaps for the note. */
    leave(): void {
        this.after(LEAVE_MS, () => !this.entered && this.hide());
    }

    hide(): void {
        window.clearTimeout(this.timer);
        this.entered = false;
        this.terminal.hideLinkHover();
    }

    /** Whether this click follows the link; otherwise it is one for the terminal. */
    follows(event: MouseEvent): boolean {
        return (isOSX ? event.metaKey : event.ctrlKey) || event.timeStamp - this.tappedAtMs < TAP_MS;
    }

    private after(ms: number, action: () => void): void {
        window.clearTimeout(this.timer);
        this.timer = window.setTimeout(action, ms);
    }
}
