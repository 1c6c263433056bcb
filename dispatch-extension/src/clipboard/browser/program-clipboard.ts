import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { PreferenceScope, PreferenceService } from '@theia/core/lib/common/preferences';
import { inject, injectable } from '@theia/core/shared/inversify';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { readClipboardRequest } from '../domain/clipboard-sequence';
import { ClipboardPreferences, PROGRAM_WRITE_PREFERENCE } from './clipboard-preferences';
import { PageClipboard } from './page-clipboard';

const OSC_CLIPBOARD = 52;
/** In the storage of this tab: the answer for a terminal, which a reload keeps. */
const STORAGE_PREFIX = 'dispatch.clipboard.';

type Answer = 'allowed' | 'denied';

/**
 * Lets programs put text on the clipboard (OSC 52), once the person has said so for that terminal. What a program asks
 * to read is answered with nothing. Old output asks nothing: a snapshot, an ended session, a page that does not act.
 */
@injectable()
export class ProgramClipboard {
    @inject(ClipboardPreferences)
    protected readonly settings!: ClipboardPreferences;
    @inject(PreferenceService)
    protected readonly preferences!: PreferenceService;
    @inject(MessageService)
    protected readonly messages!: MessageService;

    private readonly answers = new WeakMap<DispatchTerminalWidget, Answer>();
    /** What waits for an answer: of several texts of a program only the last is worth one. */
    private readonly waiting = new WeakMap<DispatchTerminalWidget, string>();

    enable(terminal: DispatchTerminalWidget): void {
        const handler = terminal.terminal.parser.registerOscHandler(OSC_CLIPBOARD, data => {
            if (terminal.actsForPerson) {
                this.asked(terminal, data);
            }
            return true;
        });
        terminal.toDisposeWith.push(handler);
    }

    private asked(terminal: DispatchTerminalWidget, data: string): void {
        const request = readClipboardRequest(data, decodeText);
        if (request.kind === 'write') {
            this.wanted(terminal, request.text);
        } else if (request.kind === 'too-large' && this.answerFor(terminal) !== 'denied') {
            void this.messages.warn(
                nls.localize(
                    'dispatch/clipboard/programTooLarge',
                    'A program in “{0}” wanted to put more than 1 MB on your clipboard. It was left as it is.',
                    plainTitle(terminal)
                )
            );
        }
    }

    private wanted(terminal: DispatchTerminalWidget, text: string): void {
        const answer = this.answerFor(terminal);
        if (answer === 'allowed') {
            void this.write(terminal, text);
        } else if (answer === undefined) {
            const asksAlready = this.waiting.has(terminal);
            this.waiting.set(terminal, text);
            if (!asksAlready) {
                void this.ask(terminal);
            }
        }
    }

    private answerFor(terminal: DispatchTerminalWidget): Answer | undefined {
        const setting = this.settings[PROGRAM_WRITE_PREFERENCE];
        if (setting !== 'ask') {
            return setting === 'allow' ? 'allowed' : 'denied';
        }
        const stored = terminal.sessionId && sessionStorage.getItem(STORAGE_PREFIX + terminal.sessionId);
        return this.answers.get(terminal) ?? (stored === 'allowed' || stored === 'denied' ? stored : undefined);
    }

    private async ask(terminal: DispatchTerminalWidget): Promise<void> {
        const allow = nls.localizeByDefault('Allow');
        const always = nls.localizeByDefault('Always');
        const never = nls.localizeByDefault('Never');
        const choice = await this.messages.info(
            nls.localize(
                'dispatch/clipboard/programAsks',
                'A program in “{0}” wants to put text on your clipboard. “Allow” holds for this terminal until this browser tab is closed; “Always” and “Never” hold for all terminals.',
                plainTitle(terminal)
            ),
            { timeout: 0 },
            allow,
            always,
            never
        );
        const text = this.waiting.get(terminal);
        this.waiting.delete(terminal);
        if (choice === always || choice === never) {
            const setting = choice === always ? 'allow' : 'deny';
            await this.preferences.set(PROGRAM_WRITE_PREFERENCE, setting, PreferenceScope.User);
        }
        this.remember(terminal, choice === allow || choice === always ? 'allowed' : 'denied');
        if (text !== undefined && (choice === allow || choice === always)) {
            await this.write(terminal, text);
        }
    }

    private remember(terminal: DispatchTerminalWidget, answer: Answer): void {
        this.answers.set(terminal, answer);
        if (terminal.sessionId) {
            sessionStorage.setItem(STORAGE_PREFIX + terminal.sessionId, answer);
        }
    }

    /** Browsers may want a click for it, or the page in front. */
    private async write(terminal: DispatchTerminalWidget, text: string): Promise<void> {
        const clipboard = new PageClipboard(terminal);
        if (await clipboard.write(text)) {
            return;
        }
        const copy = nls.localizeByDefault('Copy');
        const message = nls.localize(
            'dispatch/clipboard/programNeedsClick',
            'The browser wants a click before “{0}” may put text on your clipboard.',
            plainTitle(terminal)
        );
        if ((await this.messages.info(message, { timeout: 0 }, copy)) === copy) {
            await clipboard.write(text);
        }
    }
}

/** A program chooses the title; notifications read Markdown. */
function plainTitle(terminal: DispatchTerminalWidget): string {
    return terminal.title.label.replace(/[^\p{L}\p{N} .,:/~@+=-]/gu, ' ').trim();
}

function decodeText(base64: string): string | undefined {
    try {
        const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
        return new TextDecoder().decode(bytes);
    } catch {
        // Not base64.
        return undefined;
    }
}
