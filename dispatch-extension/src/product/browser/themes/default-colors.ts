import { ColorContribution } from '@theia/core/lib/browser/color-application-contribution';
import { ColorRegistry } from '@theia/core/lib/browser/color-registry';
import { Color } from '@theia/core/lib/common/color';
import { injectable } from '@theia/core/shared/inversify';

/** Colours of themes that do not name them, where Theia's are not those on which VS Code's themes build. */
@injectable()
export class DefaultColors implements ColorContribution {
    registerColors(colors: ColorRegistry): void {
        colors.register({
            // Theia's light one is #E8E8E8 below letters that are white: in Light+ no chosen row of a list could be read.
            // May go when Theia changes that
            id: 'list.activeSelectionBackground',
            defaults: { dark: '#094771', light: '#0060C0', hcLight: Color.transparent('#0F4A85', 0.1) },
            description:
                'List/Tree background color for the selected item when the list/tree is active. An active list/tree has keyboard focus, an inactive does not.'
        });
    }
}
