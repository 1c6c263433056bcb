import '../../../src/session/browser/style/index.css';

import { bindRootContributionProvider } from '@theia/core/lib/common/contribution-provider';
import { FrontendApplicationContribution, WidgetFactory, bindViewContribution } from '@theia/core/lib/browser';
import { TabBarToolbarContribution } from '@theia/core/lib/browser/shell/tab-bar-toolbar';
import { ContainerModule } from '@theia/core/shared/inversify';
import { ConnectionStatusContribution } from './connection-status-contribution';
import { SessionActions } from './session-actions';
import { SessionSocketManager } from './session-socket-manager';
import { SessionViewContribution } from './session-view-contribution';
import { SessionViews } from './session-views';
import { SessionsClient } from './sessions-client';
import { SessionsViewContribution } from './sessions-view-contribution';
import { SessionsWidget } from './sessions-widget';

export default new ContainerModule(bind => {
    // one per page
    bind(SessionSocketManager).toSelf().inSingletonScope();
    bind(SessionsClient).toSelf().inSingletonScope();
    bind(SessionViews).toSelf().inSingletonScope();
    bind(SessionActions).toSelf().inSingletonScope();
    bindRootContributionProvider(bind, SessionViewContribution);

    // the Sessions view
    bind(SessionsWidget).toSelf();
    bind(WidgetFactory).toDynamicValue(({ container }) => ({
        id: SessionsWidget.ID,
        createWidget: () => container.get(SessionsWidget)
    }));
    bindViewContribution(bind, SessionsViewContribution);
    bind(TabBarToolbarContribution).toService(SessionsViewContribution);
    bind(FrontendApplicationContribution).toService(SessionsViewContribution);

    // the status bar
    bind(ConnectionStatusContribution).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(ConnectionStatusContribution);
});
