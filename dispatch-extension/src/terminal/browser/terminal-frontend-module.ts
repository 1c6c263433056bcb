import '@xterm/xterm/css/xterm.css';
import '../../../src/terminal/browser/style/index.css';

import { bindContributionProvider } from '@theia/core/lib/common/contribution-provider';
import { PreferenceContribution } from '@theia/core/lib/common/preferences';
import { ContainerModule } from '@theia/core/shared/inversify';
import { TerminalWidget } from '@theia/terminal/lib/browser/base/terminal-widget';
import { TerminalFrontendContribution } from '@theia/terminal/lib/browser/terminal-frontend-contribution';
import { SessionViewContribution } from '../../session/browser/session-view-contribution';
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
    rebind(TerminalFrontendContribution).to(DispatchTerminalContribution).inSingletonScope();

    // one per terminal; the options are bound in a container of its own
    bind(DispatchTerminalWidget).toSelf().inTransientScope();
    rebind(TerminalWidget).toService(DispatchTerminalWidget);
});
