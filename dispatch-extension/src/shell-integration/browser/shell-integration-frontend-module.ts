import '../../../src/shell-integration/browser/style/index.css';

import { CommandContribution } from '@theia/core/lib/common/command';
import { MenuContribution } from '@theia/core/lib/common/menu';
import { PreferenceContribution } from '@theia/core/lib/common/preferences';
import { FrontendApplicationContribution, KeybindingContribution } from '@theia/core/lib/browser';
import { ColorContribution } from '@theia/core/lib/browser/color-application-contribution';
import { ContainerModule } from '@theia/core/shared/inversify';
import { TerminalEnvironment } from '../../terminal/browser/creation/terminal-environment';
import { TerminalSessionView } from '../../terminal/browser/sessions/terminal-session-view';
import { TerminalFeature } from '../../terminal/browser/terminal-feature';
import { CommandColors } from './command-colors';
import { CommandActions } from './commands/command-actions';
import { RecentPicks } from './commands/recent-picks';
import { ShellCommandsContribution } from './commands/shell-commands-contribution';
import { IntegratedEnvironment } from './integrated-environment';
import { IntegratedSessionView } from './integrated-session-view';
import { BrowserNotice } from './notice/browser-notice';
import { LongCommandNotice } from './notice/long-command-notice';
import { ShellIntegration } from './shell-integration';
import { ShellIntegrationSettingsSchema } from './shell-integration-settings';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    // one per page
    bind(ShellIntegration).toSelf().inSingletonScope();
    bind(TerminalFeature).toService(ShellIntegration);
    bind(CommandActions).toSelf().inSingletonScope();
    bind(RecentPicks).toSelf().inSingletonScope();
    bind(ShellCommandsContribution).toSelf().inSingletonScope();
    [CommandContribution, KeybindingContribution, MenuContribution].forEach(contribution =>
        bind(contribution).toService(ShellCommandsContribution)
    );
    bind(BrowserNotice).toSelf().inSingletonScope();
    bind(LongCommandNotice).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(LongCommandNotice);
    bind(CommandColors).toSelf().inSingletonScope();
    bind(ColorContribution).toService(CommandColors);
    bind(PreferenceContribution).toConstantValue({ schema: ShellIntegrationSettingsSchema });

    // the terminal's own, with what shells tell
    rebind(TerminalSessionView).to(IntegratedSessionView).inSingletonScope();
    rebind(TerminalEnvironment).to(IntegratedEnvironment).inSingletonScope();
});
