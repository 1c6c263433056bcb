import { ColorContribution } from '@theia/core/lib/browser/color-application-contribution';
import { ColorRegistry } from '@theia/core/lib/browser/color-registry';
import { nls } from '@theia/core/lib/common/nls';
import { injectable } from '@theia/core/shared/inversify';

const local = (key: string, text: string): string => nls.localize(`dispatch/shell/colors/${key}`, text);

/** The colours of marks, by VS Code's names, so that its themes have them. */
@injectable()
export class CommandColors implements ColorContribution {
    registerColors(colors: ColorRegistry): void {
        colors.register(
            {
                id: 'terminalCommandDecoration.defaultBackground',
                defaults: { dark: '#9da5b0', light: '#6b7280', hcDark: '#ffffff', hcLight: '#000000' },
                description: local('running', 'The mark of a command that runs.')
            },
            {
                id: 'terminalCommandDecoration.successBackground',
                defaults: { dark: '#3fa66b', light: '#1f8a4c', hcDark: '#3ff23f', hcLight: '#007100' },
                description: local('succeeded', 'The mark of a command that succeeded.')
            },
            {
                id: 'terminalCommandDecoration.errorBackground',
                defaults: { dark: '#f1646b', light: '#c4262e', hcDark: '#ff6b6b', hcLight: '#b5200d' },
                description: local('failed', 'The mark of a command that failed.')
            }
        );
    }
}
