import { nls } from '@theia/core/lib/common/nls';
import { Message, ReactWidget, codicon } from '@theia/core/lib/browser';
import { ColorRegistry } from '@theia/core/lib/browser/color-registry';
import * as React from '@theia/core/shared/react';
import { ISearchOptions, SearchAddon } from '@xterm/addon-search';
import { Terminal } from '@xterm/xterm';

type Switch = 'caseSensitive' | 'wholeWord' | 'regex';

const SWITCHES: [Switch, string, string][] = [
    ['caseSensitive', 'case-sensitive', nls.localizeByDefault('Match Case')],
    ['wholeWord', 'whole-word', nls.localizeByDefault('Match Whole Word')],
    ['regex', 'regex', nls.localizeByDefault('Use Regular Expression')]
];

/** Finds text in a terminal. It looks like Theia's own, which is bound to xterm 5, and says how many there are. */
export class TerminalSearchBox extends ReactWidget {
    private readonly addon = new SearchAddon();
    private readonly input = React.createRef<HTMLInputElement>();
    private readonly switches: Partial<Record<Switch, boolean>> = {};
    private results = '';

    constructor(
        private readonly terminal: Terminal,
        private readonly colors: ColorRegistry
    ) {
        super();
        this.addClass('theia-search-terminal-widget-parent');
        this.addClass('dispatch-terminal-search');
        terminal.loadAddon(this.addon);
        this.addon.onDidChangeResults(({ resultIndex, resultCount }) => this.showResults(resultIndex, resultCount));
        this.hide();
        this.update();
    }

    protected override onAfterShow(message: Message): void {
        super.onAfterShow(message);
        this.input.current?.select();
        this.input.current?.focus();
    }

    protected override onAfterHide(message: Message): void {
        super.onAfterHide(message);
        this.addon.clearDecorations();
        this.terminal.focus();
    }

    protected override render(): React.ReactNode {
        return (
            <div className="theia-search-terminal-widget" role="search">
                <div className="theia-search-elem-box">
                    <input
                        ref={this.input}
                        type="text"
                        spellCheck={false}
                        placeholder={nls.localizeByDefault('Find')}
                        aria-label={nls.localizeByDefault('Find')}
                        onChange={() => this.find('next', true)}
                        onKeyDown={this.handleKey}
                    />
                    {SWITCHES.map(([name, icon, label]) => (
                        <button
                            key={name}
                            title={label}
                            aria-label={label}
                            aria-pressed={this.switches[name] ?? false}
                            className={`search-elem ${codicon(icon)} ${this.switches[name] ? 'option-enabled' : ''}`}
                            onClick={() => this.toggle(name)}
                        />
                    ))}
                </div>
                <span className="dispatch-terminal-search-results" role="status">
                    {this.results}
                </span>
                {this.renderButton('arrow-up', nls.localizeByDefault('Previous Match'), () => this.find('previous'))}
                {this.renderButton('arrow-down', nls.localizeByDefault('Next Match'), () => this.find('next'))}
                {this.renderButton('close', nls.localizeByDefault('Close'), () => this.hide())}
            </div>
        );
    }

    private renderButton(icon: string, label: string, run: () => void): React.ReactNode {
        return <button title={label} aria-label={label} className={`search-elem ${codicon(icon)}`} onClick={run} />;
    }

    private readonly handleKey = (event: React.KeyboardEvent): void => {
        if (event.key === 'Enter') {
            this.find(event.shiftKey ? 'previous' : 'next');
        } else if (event.key === 'Escape') {
            this.hide();
        } else {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
    };

    private toggle(name: Switch): void {
        this.switches[name] = !this.switches[name];
        this.update();
        this.find('next', true);
        this.input.current?.focus();
    }

    private find(direction: 'next' | 'previous', incremental = false): void {
        const text = this.input.current?.value ?? '';
        if (text === '') {
            this.addon.clearDecorations();
            this.showResults(-1, 0);
        } else if (direction === 'next') {
            this.addon.findNext(text, this.options(incremental));
        } else {
            this.addon.findPrevious(text, this.options(incremental));
        }
    }

    private options(incremental: boolean): ISearchOptions {
        return {
            ...this.switches,
            incremental,
            decorations: {
                matchBackground: this.hex('editor.findMatchHighlightBackground', '#ea5c0055'),
                matchOverviewRuler: this.hex('editorOverviewRuler.findMatchForeground', '#d18616'),
                activeMatchBackground: this.hex('editor.findMatchBackground', '#9e6a03'),
                activeMatchColorOverviewRuler: this.hex('editorOverviewRuler.findMatchForeground', '#d18616')
            }
        };
    }

    /** Decorations take colours as `#RRGGBB` only, so what shines through is mixed in. */
    private hex(colorId: string, otherwise: string): string {
        const color = channelsOf(this.colors.getCurrentColor(colorId)) ?? channelsOf(otherwise);
        const below = channelsOf(this.terminal.options.theme?.background) ?? [0, 0, 0, 255];
        if (!color) {
            return otherwise;
        }
        const share = color[3] / 255;
        const mixed = [0, 1, 2].map(index => Math.round(color[index] * share + below[index] * (1 - share)));
        return `#${mixed.map(channel => channel.toString(16).padStart(2, '0')).join('')}`;
    }

    private showResults(index: number, count: number): void {
        const empty = (this.input.current?.value ?? '') === '';
        this.results = empty ? '' : count === 0 ? nls.localizeByDefault('No results') : `${index + 1}/${count}`;
        this.update();
    }
}

/** Red, green, blue and opacity of `#RRGGBB` and `#RRGGBBAA`, each 0 to 255. */
function channelsOf(color: string | undefined): number[] | undefined {
    const digits = /^#([0-9a-f]{6})([0-9a-f]{2})?$/i.exec(color ?? '');
    return digits
        ? [...`${digits[1]}${digits[2] ?? 'ff'}`.matchAll(/../g)].map(([pair]) => parseInt(pair, 16))
        : undefined;
}
