import { nls } from '@theia/core/lib/common/nls';
import { codicon } from '@theia/core/lib/browser';

/** A button of the closing line. */
export interface BarAction {
    label: string;
    run(): void;
}

/**
 * The two lines that a terminal may show beside its screen: above it while the connection is away, below it after the
 * end. The upper one lies over the screen, so that nothing moves when it comes and goes.
 */
export class TerminalBars {
    private readonly away: HTMLElement;
    private readonly awayText: HTMLElement;
    private readonly end: HTMLElement;

    constructor(parent: HTMLElement) {
        this.away = parent.appendChild(document.createElement('div'));
        this.away.className = 'dispatch-terminal-away';
        this.away.setAttribute('role', 'status');
        this.away.hidden = true;
        this.away.appendChild(document.createElement('span')).className = codicon('sync');
        this.awayText = this.away.appendChild(document.createElement('span'));
        this.end = parent.appendChild(document.createElement('div'));
        this.end.className = 'dispatch-terminal-end';
        this.end.setAttribute('role', 'status');
        this.end.hidden = true;
    }

    /** `pendingBytes`: input that waits. */
    showAway(pendingBytes: number): void {
        const text = nls.localize('dispatch/terminal/away', 'Reconnecting… input is kept');
        const waiting =
            pendingBytes > 0
                ? ` · ${nls.localize('dispatch/terminal/waiting', '{0} waiting', inWords(pendingBytes))}`
                : '';
        this.awayText.textContent = text + waiting;
        this.away.hidden = false;
    }

    hideAway(): void {
        this.away.hidden = true;
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
