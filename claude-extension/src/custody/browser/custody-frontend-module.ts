import '../../../src/custody/browser/style/index.css';
import { WidgetFactory } from '@theia/core/lib/browser/widget-manager';
import { CommandContribution } from '@theia/core/lib/common/command';
import { MenuContribution } from '@theia/core/lib/common/menu';
import { ContainerModule } from '@theia/core/shared/inversify';
import { BannerContribution, HeaderContribution } from '../../conversation/browser/contributions/view-contributions';
import { ConversationsWidget } from './conversations-widget';
import { CustodyActions } from './custody-actions';
import { CustodyContribution } from './custody-contribution';

export default new ContainerModule(bind => {
    // one per page
    bind(CustodyActions).toSelf().inSingletonScope();
    bind(HeaderContribution).toService(CustodyActions);
    bind(BannerContribution).toService(CustodyActions);
    bind(CustodyContribution).toSelf().inSingletonScope();
    bind(CommandContribution).toService(CustodyContribution);
    bind(MenuContribution).toService(CustodyContribution);

    // one while it is open
    bind(ConversationsWidget).toSelf();
    bind(WidgetFactory)
        .toDynamicValue(({ container }) => ({
            id: ConversationsWidget.ID,
            createWidget: () => container.get(ConversationsWidget)
        }))
        .inSingletonScope();
});
