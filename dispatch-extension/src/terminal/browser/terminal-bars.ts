import { nls } from '@theia/core/lib/common/nls';
import { codicon } from '@theia/core/lib/browser';

/** Of what waits, so much is shown: the end of it. */
const MAX_PREVIEW_CHARS = 80;

/** Why the upper line is shown: the connection is known to be gone, or what was typed gets no answer. */
export type Away = 'reconnecting' | 'unanswered';

/** A button of the closing line. */
export interface BarAction {
    label: string;
    run(): void;
}

/**
 * The lines that a terminal may show beside its screen: above it while the connection is away or does not answer, below it while another
 * page drives, or after the end. The upper one lies over the screen, so that nothing moves when it comes and goes.
 */
export class TerminalBars {
    private readonly away: HTMLElement;
    private readonly awayText: HTMLElement;
    private readonly awayPreview: HTMLElement;
    private readonly viewing: HTMLElement;
    private readonly end: HTMLElement;

    constructor(parent: HTMLElement) {
        this.away = parent.appendChild(document.createElement('div'));
        this.away.className = 'dispatch-terminal-away';
        this.away.setAttribute('role', 'status');
        this.away.hidden = true;
        this.away.appendChild(document.createElement('span')).className = codicon('sync');
        this.awayText = this.away.appendChild(document.createElement('span'));
        this.awayText.className = 'dispatch-terminal-away-text';
        this.awayPreview = this.away.appendChild(document.createElement('span'));
        this.awayPreview.className = 'dispatch-terminal-pending';
        this.viewing = parent.appendChild(document.createElement('div'));
        this.viewing.className = 'dispatch-terminal-viewing';
        this.viewing.setAttribute('role', 'status');
        this.viewing.hidden = true;
        this.end = parent.appendChild(document.createElement('div'));
        this.end.className = 'dispatch-terminal-end';
        this.end.setAttribute('role', 'status');
        this.end.hidden = true;
    }

    /** `pendingBytes`: input that waits; `pendingText`: the same, where it may be shown. */
    showAway(why: Away, pendingBytes: number, pendingText?: string): void {
        const text =
            why === 'reconnecting'
                ? nls.localize('dispatch/terminal/away', 'Reconnecting… input is kept')
                : nls.localize('dispatch/terminal/unanswered', 'No answer yet… input is kept');
        const waiting =
            pendingBytes > 0
                ? ` · ${nls.localize('dispatch/terminal/waiting', '{0} waiting', inWords(pendingBytes))}`
                : '';
        this.awayText.textContent = text + waiting;
        this.awayPreview.textContent = pendingText ? pendingText.slice(-MAX_PREVIEW_CHARS) : '';
        this.away.hidden = false;
    }

    hideAway(): void {
        this.away.hidden = true;
    }

    /** Another page drives; `takeOver` changes that. */
    showViewing(takeOver: () => void): void {
        const text = document.createElement('span');
        text.textContent = nls.localize('dispatch/terminal/viewing', 'Sized by another window');
        this.viewing.replaceChildren(
            text,
            button({ label: nls.localize('dispatch/terminal/takeOver', 'Take Over'), run: takeOver })
        );
        this.viewing.hidden = false;
    }

    hideViewing(): void {
        this.viewing.hidden = true;
    }

    /** The dividing line after the last output. */
    showEnd(text: string, failed: boolean, actions: BarAction[]): void {
        const label = document.createElement('span');
        label.className = 'dispatch-terminal-end-text';
        label.textContent = text;
        this.end.replaceChildren(label, ...actions.map(button));
        this.end.classList.toggle('dispatch-failed', failed);
        this.end.hidden = false;
    }

    hideEnd(): void {
        this.end.hidden = true;
    }
}

function button({ label, run }: BarAction): HTMLElement {
    const element = document.createElement('button');
    element.className = 'theia-button secondary';
    element.textContent = label;
    element.onclick = run;
    return element;
}

function inWords(bytes: number): string {
    if (bytes < 1_024) {
        return bytes === 1
            ? nls.localize('dispatch/terminal/byte', '1 character')
            : nls.localize('dispatch/terminal/bytes', '{0} characters', bytes);
    }
    return `${Math.round(bytes / 1_024)} KiB`;
}
