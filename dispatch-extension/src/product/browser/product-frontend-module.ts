import { AIActivationService } from '@theia/ai-core/lib/browser/ai-activation-service';
import { AboutDialog } from '@theia/core/lib/browser/about-dialog';
import { ColorContribution } from '@theia/core/lib/browser/color-application-contribution';
import { CommandContribution, FilterContribution, MenuContribution } from '@theia/core/lib/common';
import { PreferenceConfigurations } from '@theia/core/lib/common/preferences/preference-configurations';
import { WidgetFactory } from '@theia/core/lib/browser/widget-manager';
import { VSXExtensionsWidget, VSXExtensionsWidgetOptions } from '@theia/vsx-registry/lib/browser/vsx-extensions-widget';
import { ContainerModule } from '@theia/core/shared/inversify';
import { TestRunTreeWidget } from '@theia/test/lib/browser/view/test-run-widget';
import { MonacoThemeRegistry } from '@theia/monaco/lib/browser/textmate/monaco-theme-registry';
import { DispatchAboutDialog } from './about-dialog';
import { DispatchExtensionsWidget } from './extensions-widget';
import { HiddenFeatures } from './hidden-features';
import { InactiveAi } from './inactive-ai';
import { ProductMenus } from './menu-contribution';
import { SignOutContribution } from './sign-out-contribution';
import { DispatchTestRuns } from './test-runs-widget';
import { DefaultColors } from './themes/default-colors';
import { DispatchThemeRegistry, replaceTheiaThemes } from './themes/dispatch-themes';
import { WorkspaceSettingsFolder } from './workspace-settings-folder';
import '../../../src/product/browser/style/product.css';

replaceTheiaThemes();

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    // one per page
    rebind(AboutDialog).to(DispatchAboutDialog).inSingletonScope();
    rebind(MonacoThemeRegistry).to(DispatchThemeRegistry).inSingletonScope();
    bind(ColorContribution).to(DefaultColors).inSingletonScope();
    rebind(AIActivationService).to(InactiveAi).inSingletonScope();
    bind(SignOutContribution).toSelf().inSingletonScope();
    bind(CommandContribution).toService(SignOutContribution);
    bind(MenuContribution).toService(SignOutContribution);
    bind(ProductMenus).toSelf().inSingletonScope();
    bind(MenuContribution).toService(ProductMenus);
    rebind(PreferenceConfigurations).to(WorkspaceSettingsFolder).inSingletonScope();
    // the last factory of an id wins
    bind(WidgetFactory).toDynamicValue(({ container }) => ({
        id: VSXExtensionsWidget.ID,
        createWidget: (options: VSXExtensionsWidgetOptions) => DispatchExtensionsWidget.createWidget(container, options)
    }));
    rebind(TestRunTreeWidget).toDynamicValue(({ container }) => DispatchTestRuns.createWidget(container));
    bind(FilterContribution).to(HiddenFeatures).inSingletonScope();
});
