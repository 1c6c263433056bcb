import '../../../src/usage/browser/style/usage.css';
import { FrontendApplicationContribution } from '@theia/core/lib/browser/frontend-application-contribution';
import { WidgetFactory } from '@theia/core/lib/browser/widget-manager';
import { CommandContribution } from '@theia/core/lib/common/command';
import { MenuContribution } from '@theia/core/lib/common/menu';
import { ContainerModule } from '@theia/core/shared/inversify';
import { HeaderContribution } from '../../conversation/browser/contributions/view-contributions';
import { SessionCostContribution } from './session-cost';
import { UsageClient } from './usage-client';
import { UsageContribution } from './usage-contribution';
import { UsageModel } from './usage-model';
import { UsageWatch } from './usage-watch';
import { UsageWidget } from './usage-widget';

export default new ContainerModule(bind => {
    // one per page
    bind(UsageClient).toSelf().inSingletonScope();
    bind(UsageWatch).toSelf().inSingletonScope();
    bind(UsageContribution).toSelf().inSingletonScope();
    for (const contribution of [FrontendApplicationContribution, CommandContribution, MenuContribution]) {
        bind(contribution).toService(UsageContribution);
    }
    bind(SessionCostContribution).toSelf().inSingletonScope();
    bind(HeaderContribution).toService(SessionCostContribution);

    // one while it is open
    bind(UsageModel).toSelf();
    bind(UsageWidget).toSelf();
    bind(WidgetFactory)
        .toDynamicValue(({ container }) => ({
            id: UsageWidget.FACTORY_ID,
            createWidget: () => container.get(UsageWidget)
        }))
        .inSingletonScope();
});
