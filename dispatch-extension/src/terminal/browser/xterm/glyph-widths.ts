import { Terminal } from '@xterm/xterm';
import { internalsOf, XtermWidthCache } from './xterm-internals';

/** The characters that are measured together: printable ASCII. */
const FIRST = 0x20;
const LAST = 0x7e;
/** How often a character is repeated to be measured, as xterm does. */
const REPEAT = 32;

/** Measures the characters in one go, in CSS pixels; `undefined` where they are not laid out: hidden. */
export type MeasureTogether = (characters: readonly string[], variant: number) => readonly number[] | undefined;

/**
 * xterm 6.0.0's DOM renderer measures each character when it first meets it, and each time has the whole page laid out:
 * some seventy times for the first screen of a terminal. Here printable ASCII is measured by one layout.
 * To be called once, for a terminal that was opened. May go when xterm does so.
 */
export function measureGlyphsTogether(terminal: Terminal): void {
    const cache = internalsOf(terminal)._renderService?._renderer.value?._widthCache;
    if (cache) {
        together(cache, (characters, variant) => measureInPage(cache, characters, variant));
    }
}

export function together(cache: XtermWidthCache, measureAll: MeasureTogether): void {
    const measureOne = cache._measure.bind(cache);
    const clear = cache.clear.bind(cache);
    const known = new Map<number, readonly number[]>();
    cache.clear = () => {
        known.clear();
        clear();
    };
    cache._measure = (character, variant) => {
        const code = character.length === 1 ? character.charCodeAt(0) : 0;
        if (code < FIRST || code > LAST) {
            return measureOne(character, variant);
        }
        const widths = known.get(variant) ?? measureAll(ascii(), variant);
        if (!widths) {
            return 0; // as xterm, which asks again
        }
        known.set(variant, widths);
        return widths[code - FIRST];
    };
}

function ascii(): string[] {
    return Array.from({ length: LAST - FIRST + 1 }, (_, index) => String.fromCharCode(FIRST + index));
}

function measureInPage(
    { _container, _measureElements }: XtermWidthCache,
    characters: readonly string[],
    variant: number
): number[] | undefined {
    if (_container.getClientRects().length === 0) {
        return undefined;
    }
    const elements = characters.map(character => {
        const element = _measureElements[variant].cloneNode() as HTMLElement;
        element.textContent = character.repeat(REPEAT);
        return element;
    });
    _container.append(...elements);
    const widths = elements.map(element => element.offsetWidth / REPEAT);
    elements.forEach(element => element.remove());
    return widths;
}
