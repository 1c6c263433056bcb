import { nls } from '@theia/core/lib/common/nls';

/** The line below earlier output: where one is, and the way back. */
export class HistoryBar {
    private readonly text = document.createElement('span');

    constructor(parent: HTMLElement, back: () => void) {
        const bar = parent.appendChild(document.createElement('div'));
        bar.className = 'dispatch-history-bar';
        bar.setAttribute('role', 'status');
        this.text.className = 'dispatch-history-where';
        const button = document.createElement('button');
        button.className = 'theia-button secondary';
        button.textContent = nls.localize('dispatch/history/back', 'Back to now (Esc)');
        button.onclick = back;
        bar.append(this.text, button);
    }

    /** The parts are told one after the other; the first one always, the others where there is room. */
    say(...parts: (string | undefined)[]): void {
        const text = parts.filter(part => part).join(' · ');
        if (this.text.textContent !== text) {
            this.text.textContent = text;
            this.text.title = text;
        }
    }
}
