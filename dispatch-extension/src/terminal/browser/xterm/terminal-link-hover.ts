import { isOSX } from '@theia/core/lib/common';
import { Emitter, Event } from '@theia/core/lib/common/event';
import { nls } from '@theia/core/lib/common/nls';

/** The small note at a link under the mouse, which says how to follow it. Theia's link providers drive it. */
export class TerminalLinkHover {
    private readonly node = document.createElement('div');
    private readonly link = document.createElement('a');
    private readonly onMouseEnterEmitter = new Emitter<MouseEvent>();
    private readonly onMouseLeaveEmitter = new Emitter<MouseEvent>();

    readonly onMouseEnter: Event<MouseEvent> = this.onMouseEnterEmitter.event;
    readonly onMouseLeave: Event<MouseEvent> = this.onMouseLeaveEmitter.event;

    constructor(parent: HTMLElement) {
        this.node.className = 'dispatch-terminal-link';
        this.node.hidden = true;
        this.node.append(
            this.link,
            ` (${isOSX ? 'cmd' : 'ctrl'} + ${nls.localize('dispatch/terminal/click', 'click')})`
        );
        this.node.addEventListener('mouseenter', event => this.onMouseEnterEmitter.fire(event));
        this.node.addEventListener('mouseleave', event => this.onMouseLeaveEmitter.fire(event));
        parent.appendChild(this.node);
    }

    /** `x` and `y` in the window's pixels. */
    show(follow: (event: MouseEvent) => void, x: number, y: number, message?: string): void {
        this.link.textContent = message ?? nls.localizeByDefault('Follow link');
        this.link.onclick = follow;
        this.node.hidden = false;
        this.node.style.left = `${Math.max(4, x - 40)}px`;
        this.node.style.top = `${y - 34}px`;
    }

    hide(): void {
        this.node.hidden = true;
        this.link.onclick = null;
    }
}
