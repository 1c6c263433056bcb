import { Emitter, Event } from '@theia/core/lib/common/event';
import { nls } from '@theia/core/lib/common/nls';
import { codicon } from '@theia/core/lib/browser';
import { isReply } from '../../domain/terminal-replies';

/** How long the word to somebody who types into a read-only terminal is shown, in ms. */
const WORD_MS = 4_000;
/** What the mouse sends: nobody needs to be told that it was not taken. */
// eslint-disable-next-line no-control-regex
const MOUSE = /^\x1b\[(?:<[\d;]+[mM]|M)/;

/**
 * Lets nothing of what a person types into a terminal that is read-only, and says so. Answers of the terminal itself pass,
 * so that programs go on as they do.
 */
export class InputGuard {
    private readonly badge = document.createElement('button');
    private readonly word = document.createElement('div');
    private readonly onDidChangeEmitter = new Emitter<boolean>();
    private wordTimer: number | undefined;
    private readOnly = false;

    /** Fires with whether it is read-only now. */
    readonly onDidChange: Event<boolean> = this.onDidChangeEmitter.event;

    /** Adds a badge and a line to `parent`, which are seen only when there is something to say. */
    constructor(parent: HTMLElement) {
        const text = nls.localize('dispatch/terminal/readOnly', 'Read-only');
        this.badge.className = 'dispatch-terminal-read-only';
        this.badge.append(icon('lock'), text);
        this.badge.title = nls.localize('dispatch/terminal/allowTyping', 'Allow Typing');
        this.badge.setAttribute('aria-label', `${text}. ${this.badge.title}`);
        this.badge.onclick = () => this.set(false);
        this.badge.hidden = true;
        this.word.className = 'dispatch-terminal-refused';
        this.word.setAttribute('role', 'status');
        this.word.hidden = true;
        parent.append(this.badge, this.word);
    }

    get isReadOnly(): boolean {
        return this.readOnly;
    }

    set(readOnly: boolean): void {
        if (this.readOnly !== readOnly) {
            this.readOnly = readOnly;
            this.badge.hidden = !readOnly;
            this.hideWord();
            this.onDidChangeEmitter.fire(readOnly);
        }
    }

    /** Whether `data` must not be sent. */
    refuses(data: string): boolean {
        if (!this.readOnly || isReply(data)) {
            return false;
        }
        if (!MOUSE.test(data)) {
            this.sayWhy();
        }
        return true;
    }

    dispose(): void {
        window.clearTimeout(this.wordTimer);
        this.onDidChangeEmitter.dispose();
    }

    private sayWhy(): void {
        if (this.word.hidden) {
            const text = nls.localize(
                'dispatch/terminal/readOnlyWhy',
                'This terminal is read-only: what you type is not sent.'
            );
            const allow = document.createElement('button');
            allow.className = 'theia-button secondary';
            allow.textContent = this.badge.title;
            allow.onclick = () => this.set(false);
            this.word.replaceChildren(icon('lock'), text, allow);
            this.word.hidden = false;
        }
        window.clearTimeout(this.wordTimer);
        this.wordTimer = window.setTimeout(() => this.hideWord(), WORD_MS);
    }

    private hideWord(): void {
        window.clearTimeout(this.wordTimer);
        this.word.hidden = true;
    }
}

function icon(name: string): HTMLElement {
    const element = document.createElement('span');
    element.className = codicon(name);
    return element;
}
