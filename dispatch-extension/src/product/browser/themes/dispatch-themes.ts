import { BuiltinThemeProvider } from '@theia/core/lib/browser/theming';
import { Theme } from '@theia/core/lib/common/theme';
import { MonacoThemeRegistry } from '@theia/monaco/lib/browser/textmate/monaco-theme-registry';
import { injectable } from '@theia/core/shared/inversify';
import { darkPalette, lightPalette } from './palettes';
import { Palette, ThemeSource } from './theme-source';
import { tokenColors } from './token-colors';
import { workbenchColors } from './workbench-colors';

/** Our themes' ids, as `workbench.colorTheme` names them. They are kept in settings: never change them. */
export const DISPATCH_DARK = 'dispatch-dark';
export const DISPATCH_LIGHT = 'dispatch-light';

/**
 * Puts our themes in the place of Theia's dark and light one. It must happen before the container is built: Theia's
 * service takes them from this list in its `postConstruct`, and a theme that came later would show as a flash.
 */
export function replaceTheiaThemes(): void {
    rename(BuiltinThemeProvider.darkTheme, { id: DISPATCH_DARK, label: 'Dispatch Dark', editorTheme: DISPATCH_DARK });
    rename(BuiltinThemeProvider.lightTheme, {
        id: DISPATCH_LIGHT,
        label: 'Dispatch Light',
        editorTheme: DISPATCH_LIGHT
    });
    rename(BuiltinThemeProvider.hcTheme, { label: 'High Contrast Dark' });
    rename(BuiltinThemeProvider.hcLightTheme, { label: 'High Contrast Light' });
}

function rename(theme: Theme, values: Partial<Theme>): void {
    Object.assign(theme, values);
}

/** Gives the editor our themes beside those it has. */
@injectable()
export class DispatchThemeRegistry extends MonacoThemeRegistry {
    override initializeDefaultThemes(): void {
        super.initializeDefaultThemes();
        this.register(sourceOf(darkPalette), undefined, DISPATCH_DARK, 'vs-dark');
        this.register(sourceOf(lightPalette), undefined, DISPATCH_LIGHT, 'vs');
    }
}

function sourceOf(palette: Palette): ThemeSource {
    return { colors: workbenchColors(palette), tokenColors: tokenColors(palette) };
}
