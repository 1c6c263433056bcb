import { Emitter, Event } from '@theia/core/lib/common/event';
import { nls } from '@theia/core/lib/common/nls';
import { isOSX } from '@theia/core/lib/common/os';
import { Message, ReactWidget, codicon } from '@theia/core/lib/browser';
import { ColorRegistry } from '@theia/core/lib/browser/color-registry';
import * as React from '@theia/core/shared/react';
import { SearchAddon } from '@xterm/addon-search';
import { Terminal } from '@xterm/xterm';
import { EarlierMatches, FindQuery } from './earlier-matches';
import { findOptions } from './find-options';
import { ScreenMatches, expressionError, findWords } from './find-words';
import { NextMatch, nextNewer, nextOlder } from './next-match';

type Switch = 'caseSensitive' | 'wholeWord' | 'regex';

/** What is looked for, without the text. */
export type FindSwitches = Partial<Record<Switch, boolean>>;

/** Name, icon, label and, with Alt (Cmd and Option on a Mac), VS Code's key. */
const SWITCHES: [Switch, string, string, string][] = [
    ['caseSensitive', 'case-sensitive', nls.localizeByDefault('Match Case'), 'C'],
    ['wholeWord', 'whole-word', nls.localizeByDefault('Match Whole Word'), 'W'],
    ['regex', 'regex', nls.localizeByDefault('Use Regular Expression'), 'R']
];
const NONE: ScreenMatches = { index: -1, count: 0 };

/**
 * Finds text in a terminal, newest first, and goes on in its earlier output where a feature knows that. It looks like
 * Theia's own, which is bound to xterm 5, and says how many there are.
 */
export class TerminalSearchBox extends ReactWidget {
    private readonly addon = new SearchAddon();
    private readonly input = React.createRef<HTMLInputElement>();
    private readonly onDidChangeSwitchesEmitter = new Emitter<FindSwitches>();
    private switches: FindSwitches = {};
    private found = NONE;
    private error: string | undefined;
    private earlier: EarlierMatches | undefined;

    /** The person has changed what is looked for. */
    readonly onDidChangeSwitches: Event<FindSwitches> = this.onDidChangeSwitchesEmitter.event;

    constructor(
        private readonly terminal: Terminal,
        private readonly colors: ColorRegistry
    ) {
        super();
        this.addClass('theia-search-terminal-widget-parent');
        this.addClass('dispatch-terminal-search');
        terminal.loadAddon(this.addon);
        this.addon.onDidChangeResults(({ resultIndex: index, resultCount: count }) => {
            this.found = { index, count };
            this.update();
        });
        this.toDispose.push(this.onDidChangeSwitchesEmitter);
        this.hide();
        this.update();
    }

    /** Lets it go on in earlier output. To be called once. */
    setEarlier(earlier: EarlierMatches): void {
        this.earlier = earlier;
        this.toDispose.push(earlier.onDidChange(() => this.update()));
    }

    /** As they were the last time. */
    setSwitches(switches: FindSwitches): void {
        this.switches = { ...switches };
        this.update();
    }

    protected override onAfterShow(message: Message): void {
        super.onAfterShow(message);
        this.input.current?.select();
        this.input.current?.focus();
        if (this.query.text !== '') {
            // what is left from the last time
            this.begin();
        }
    }

    protected override onAfterHide(message: Message): void {
        super.onAfterHide(message);
        this.addon.clearDecorations();
        this.earlier?.find(undefined);
        if (!this.earlier?.focus()) {
            this.terminal.focus();
        }
    }

    protected override render(): React.ReactNode {
        const text = this.query.text === '' ? '' : (this.error ?? findWords(this.found, this.earlier));
        const isWrong = this.error !== undefined || this.earlier?.error !== undefined;
        return (
            <div className="theia-search-terminal-widget" role="search" onKeyDown={this.handleSwitchKey}>
                <div className="theia-search-elem-box">
                    <input
                        ref={this.input}
                        type="text"
                        spellCheck={false}
                        placeholder={nls.localizeByDefault('Find')}
                        aria-label={nls.localizeByDefault('Find')}
                        aria-invalid={this.error !== undefined}
                        onChange={() => this.begin()}
                        onKeyDown={this.handleKey}
                    />
                    {SWITCHES.map(([name, icon, label, key]) => (
                        <button
                            key={name}
                            title={`${label} (${isOSX ? '⌥⌘' : 'Alt+'}${key})`}
                            aria-label={label}
                            aria-pressed={this.switches[name] ?? false}
                            className={`search-elem ${codicon(icon)} ${this.switches[name] ? 'option-enabled' : ''}`}
                            onClick={() => this.toggle(name)}
                        />
                    ))}
                </div>
                <span
                    className={`dispatch-terminal-search-results ${isWrong ? 'dispatch-failed' : ''}`}
                    role="status"
                    title={text}
                >
                    {text}
                </span>
                {this.renderButton('arrow-up', nls.localizeByDefault('Previous Match'), () => this.findOlder())}
                {this.renderButton('arrow-down', nls.localizeByDefault('Next Match'), () => this.findNewer())}
                {this.renderButton('close', nls.localizeByDefault('Close'), () => this.hide())}
            </div>
        );
    }

    private renderButton(icon: string, label: string, run: () => void): React.ReactNode {
        return <button title={label} aria-label={label} className={`search-elem ${codicon(icon)}`} onClick={run} />;
    }

    private get query(): FindQuery {
        const { caseSensitive = false, wholeWord = false, regex = false } = this.switches;
        return { text: this.input.current?.value ?? '', caseSensitive, wholeWord, regex };
    }

    /** Enter goes to what is older, as in VS Code: the newest match is shown first. */
    private readonly handleKey = (event: React.KeyboardEvent): void => {
        if (event.key === 'Enter') {
            if (event.shiftKey) {
                this.findNewer();
            } else {
                this.findOlder();
            }
        } else if (event.key === 'Escape') {
            this.hide();
        } else {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
    };

    /** By its place on the keyboard: with Option it would be another character on a Mac. */
    private readonly handleSwitchKey = (event: React.KeyboardEvent): void => {
        const hasModifiers = event.altKey && !event.ctrlKey && !event.shiftKey && event.metaKey === isOSX;
        const [name] = (hasModifiers && SWITCHES.find(([, , , key]) => event.code === `Key${key}`)) || [];
        if (name) {
            event.preventDefault();
            event.stopPropagation();
            this.toggle(name);
        }
    };

    private toggle(name: Switch): void {
        this.switches = { ...this.switches, [name]: !this.switches[name] };
        this.onDidChangeSwitchesEmitter.fire(this.switches);
        this.begin();
        this.input.current?.focus();
    }

    /** Looks for what stands in the box now. */
    private begin(): void {
        const { query } = this;
        this.error = query.regex ? expressionError(query.text) : undefined;
        const isNothing = query.text === '' || this.error !== undefined;
        if (this.earlier?.shownIndex !== undefined) {
            this.earlier.leave('oldest');
        }
        this.earlier?.find(isNothing ? undefined : query);
        if (isNothing) {
            this.addon.clearDecorations();
            this.found = NONE;
        } else {
            this.terminal.clearSelection();
            this.findOnScreen('older');
        }
        this.update();
    }

    private findOlder(): void {
        this.goTo(nextOlder(this.found, this.earlier), 'older');
    }

    private findNewer(): void {
        this.goTo(nextNewer(this.found, this.earlier), 'newer');
    }

    private goTo(next: NextMatch, direction: 'older' | 'newer'): void {
        if (typeof next === 'object') {
            this.earlier?.show(next.earlier);
            return;
        }
        if (next === 'newest on screen' || next === 'oldest on screen') {
            this.earlier?.leave(next === 'newest on screen' ? 'newest' : 'oldest');
            this.terminal.clearSelection();
        }
        if (next !== 'none') {
            this.findOnScreen(direction);
        }
    }

    private findOnScreen(direction: 'older' | 'newer'): void {
        const { query } = this;
        if (query.text === '' || this.error !== undefined) {
            return;
        }
        const options = findOptions(query, this.terminal, this.colors);
        if (direction === 'newer') {
            this.addon.findNext(query.text, options);
        } else {
            this.addon.findPrevious(query.text, options);
        }
    }
}
