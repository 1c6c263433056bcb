import '@xterm/xterm/css/xterm.css';
import '../../../src/terminal/browser/style/index.css';
import '../../../src/terminal/browser/style/tabs.css';

import { CommandContribution } from '@theia/core/lib/common/command';
import { bindContributionProvider } from '@theia/core/lib/common/contribution-provider';
import { MenuContribution } from '@theia/core/lib/common/menu';
import { PreferenceContribution } from '@theia/core/lib/common/preferences';
import { FrontendApplicationContribution, KeybindingContribution } from '@theia/core/lib/browser';
import { ContainerModule, interfaces } from '@theia/core/shared/inversify';
import { TerminalWidget } from '@theia/terminal/lib/browser/base/terminal-widget';
import { TerminalFrontendContribution } from '@theia/terminal/lib/browser/terminal-frontend-contribution';
import { TerminalQuickOpenService } from '@theia/terminal/lib/browser/terminal-quick-open-service';
import { SessionViewContribution } from '../../session/browser/session-view-contribution';
import { AccessibilityContribution } from './accessibility/accessibility-commands';
import { AccessibilityFeature } from './accessibility/accessibility-feature';
import { AppearanceContribution } from './appearance/appearance-commands';
import { AppearanceFeature } from './appearance/appearance-feature';
import { TabKeys } from './appearance/tab-keys';
import { BellFeature } from './bell/bell-feature';
import { PaneContribution } from './commands/pane-commands';
import { TerminalPicks } from './commands/terminal-picks';
import { TerminalTarget } from './commands/terminal-target';
import { StartFolder } from './creation/start-folder';
import { ProfileMenu } from './profiles/profile-menu';
import { TerminalProfiles } from './profiles/terminal-profiles';
import { DispatchTerminalContribution } from './commands/dispatch-terminal-contribution';
import { DispatchTerminalWidget } from './dispatch-terminal-widget';
import { bindTerminalSettings } from './settings/terminal-settings';
import { TerminalDefaults } from './settings/terminal-defaults';
import { TerminalCreation } from './creation/terminal-creation';
import { TerminalEnvironment } from './creation/terminal-environment';
import { TerminalFeature } from './terminal-feature';
import { TerminalSessionView } from './sessions/terminal-session-view';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    bindContributionProvider(bind, TerminalFeature);

    // one per page
    bind(TerminalCreation).toSelf().inSingletonScope();
    bind(TerminalEnvironment).toSelf().inSingletonScope();
    bind(TerminalSessionView).toSelf().inSingletonScope();
    bindTerminalSettings(bind);
    bind(TerminalDefaults).toSelf().inSingletonScope();
    bind(PreferenceContribution).toService(TerminalDefaults);
    bind(SessionViewContribution).toService(TerminalSessionView);
    bind(StartFolder).toSelf().inSingletonScope();
    bind(TerminalProfiles).toSelf().inSingletonScope();
    bind(ProfileMenu).toSelf().inSingletonScope();
    bindFeatures(bind);
    rebind(TerminalQuickOpenService).to(TerminalPicks).inSingletonScope();
    rebind(TerminalFrontendContribution).to(DispatchTerminalContribution).inSingletonScope();

    // one per terminal; the options are bound in a container of its own
    bind(DispatchTerminalWidget).toSelf().inTransientScope();
    rebind(TerminalWidget).toService(DispatchTerminalWidget);
});

/** What every terminal has, and its commands: one per page. */
function bindFeatures(bind: interfaces.Bind): void {
    bind(TerminalTarget).toSelf().inSingletonScope();
    for (const feature of [AppearanceFeature, AccessibilityFeature, BellFeature]) {
        bind<TerminalFeature>(feature).toSelf().inSingletonScope();
        bind(TerminalFeature).toService(feature);
    }
    bind(AppearanceContribution).toSelf().inSingletonScope();
    bind(AccessibilityContribution).toSelf().inSingletonScope();
    for (const contribution of [AppearanceContribution, AccessibilityContribution]) {
        bind(CommandContribution).toService(contribution);
        bind(MenuContribution).toService(contribution);
    }
    bind(PaneContribution).toSelf().inSingletonScope();
    bind(CommandContribution).toService(PaneContribution);
    for (const contribution of [AccessibilityContribution, PaneContribution]) {
        bind(KeybindingContribution).toService(contribution);
    }
    bind(FrontendApplicationContribution).to(TabKeys).inSingletonScope();
}
