import { Terminal } from '@xterm/xterm';

/** What fonts with ligatures commonly join; the list of VS Code. Longer ones first, so that they win. */
const USUAL_LIGATURES = [
    ...['<--', '<---', '<<-', '<-', '->', '->>', '-->', '--->'],
    ...['<==', '<===', '<<=', '<=', '=>', '=>>', '==>', '===>', '>=', '>>='],
    ...['<->', '<-->', '<--->', '<---->', '<=>', '<==>', '<===>', '<====>', '::', ':::'],
    ...['<~~', '</', '</>', '/>', '~~>', '==', '!=', '/=', '~=', '<>', '===', '!==', '!==='],
    ...['<:', ':=', '*=', '*+', '<*', '<*>', '*>', '<|', '<|>', '|>', '+*', '=*', '=:', ':>'],
    ...['/*', '*/', '+++', '<!--', '<!---', '&&', '||', '|>', '++', '**', '..', '...', '??', '?.']
];

/**
 * Lets xterm draw signs like `=>` in one piece, so that the font can join them. xterm's own add-on reads font files,
 * which a page may not without asking; this goes by a list, as VS Code does in a browser.
 */
export class FontLigatures {
    private joinerId: number | undefined;

    constructor(private readonly terminal: Terminal) {}

    /** `signs`: an empty list for the usual ones. To be called after the terminal was opened. */
    enable(signs: readonly string[], featureSettings: string): void {
        this.disable();
        const pattern = patternOf(signs.length > 0 ? signs : USUAL_LIGATURES);
        this.joinerId = this.terminal.registerCharacterJoiner(text =>
            [...text.matchAll(pattern)].map(({ index, 0: found }): [number, number] => [index, index + found.length])
        );
        this.terminal.element?.style.setProperty('font-feature-settings', featureSettings);
        this.terminal.element?.style.setProperty('font-variant-ligatures', 'normal');
    }

    disable(): void {
        if (this.joinerId !== undefined) {
            this.terminal.deregisterCharacterJoiner(this.joinerId);
            this.joinerId = undefined;
            this.terminal.element?.style.removeProperty('font-feature-settings');
            this.terminal.element?.style.removeProperty('font-variant-ligatures');
        }
    }
}

/** Finds any of `signs`, the longest where several begin at one place. */
export function patternOf(signs: readonly string[]): RegExp {
    const longestFirst = [...signs].sort((a, b) => b.length - a.length);
    return new RegExp(longestFirst.map(sign => sign.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|'), 'g');
}
