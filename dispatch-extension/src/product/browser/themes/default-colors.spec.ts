import { ColorRegistry } from '@theia/core/lib/browser/color-registry';
import { ColorDefaults, ColorDefinition } from '@theia/core/lib/common/color';
import { expect } from 'chai';
import { DefaultColors } from './default-colors';

/** What Theia gives the letters of a row that is chosen, where a theme does not say. */
const CHOSEN_LETTERS = '#FFFFFF';

describe('default colours', () => {
    it('let the chosen row of a list be read in themes that do not name its colour: Light+ had white on light grey', () => {
        const registered = new Map<string, ColorDefinition>();
        new DefaultColors().registerColors({
            register: (...all: ColorDefinition[]) => all.forEach(each => registered.set(each.id, each))
        } as unknown as ColorRegistry);
        const { defaults } = registered.get('list.activeSelectionBackground')!;
        for (const background of [ColorDefaults.getLight(defaults), ColorDefaults.getDark(defaults)]) {
            expect(contrast(String(background), CHOSEN_LETTERS)).to.be.at.least(4.5);
        }
    });
});

/** As WCAG 2.2 defines it, of two colours like `#0060C0`: 1 to 21. */
function contrast(one: string, other: string): number {
    const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
    const [red, green, blue] = [1, 3, 5].map(at => {
        const part = parseInt(color.slice(at, at + 2), 16) / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
