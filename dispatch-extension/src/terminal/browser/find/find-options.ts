import type { ISearchOptions } from '@xterm/addon-search';
import type { ColorRegistry } from '@theia/core/lib/browser/color-registry';
import type { Terminal } from '@xterm/xterm';
import { FindQuery } from './earlier-matches';

/** How a query is searched for on a screen: all matches marked, in the colours of the editor's find. */
export function findOptions(query: FindQuery, terminal: Terminal, colors: ColorRegistry): ISearchOptions {
    const hex = (colorId: string, otherwise: string): string => {
        const color = channelsOf(colors.getCurrentColor(colorId)) ?? channelsOf(otherwise);
        return color ? mixed(color, channelsOf(terminal.options.theme?.background)) : otherwise;
    };
    return {
        caseSensitive: query.caseSensitive,
        wholeWord: query.wholeWord,
        regex: query.regex,
        decorations: {
            matchBackground: hex('editor.findMatchHighlightBackground', '#ea5c0055'),
            matchOverviewRuler: hex('editorOverviewRuler.findMatchForeground', '#d18616'),
            activeMatchBackground: hex('editor.findMatchBackground', '#9e6a03'),
            activeMatchBorder: hex('editorOverviewRuler.findMatchForeground', '#d18616'),
            activeMatchColorOverviewRuler: hex('editorOverviewRuler.findMatchForeground', '#d18616')
        }
    };
}

/** Decorations take colours as `#RRGGBB` only, so what shines through is mixed in. */
function mixed(color: number[], below = [0, 0, 0, 255]): string {
    const share = color[3] / 255;
    const channels = [0, 1, 2].map(index => Math.round(color[index] * share + below[index] * (1 - share)));
    return `#${channels.map(channel => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** Red, green, blue and opacity of `#RRGGBB` and `#RRGGBBAA`, each 0 to 255. */
function channelsOf(color: string | undefined): number[] | undefined {
    const digits = /^#([0-9a-f]{6})([0-9a-f]{2})?$/i.exec(color ?? '');
    return digits
        ? [...`${digits[1]}${digits[2] ?? 'ff'}`.matchAll(/../g)].map(([pair]) => parseInt(pair, 16))
        : undefined;
}
