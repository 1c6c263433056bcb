import '../../../src/approval/browser/style/index.css';
import { FrontendApplicationContribution } from '@theia/core/lib/browser/frontend-application-contribution';
import { bindViewContribution } from '@theia/core/lib/browser/shell/view-contribution';
import { WidgetFactory } from '@theia/core/lib/browser/widget-manager';
import { WindowTitleContribution } from '@theia/core/lib/browser/window/window-title-service';
import { ContainerModule } from '@theia/core/shared/inversify';
import { ApprovalDesk } from './approval-desk';
import { ApprovalNotices } from './approval-notices';
import { bindApprovalPreferences } from './approval-preferences';
import { ApprovalsStatus } from './approvals-status';
import { ApprovalsTitle } from './approvals-title';
import { ApprovalsViewContribution } from './approvals-view-contribution';
import { ApprovalsWidget } from './approvals-widget';
import { OutsideNotice } from './outside-notice';

export default new ContainerModule(bind => {
    // one per page
    bindApprovalPreferences(bind);
    bind(ApprovalDesk).toSelf().inSingletonScope();
    bind(OutsideNotice).toSelf().inSingletonScope();
    bind(ApprovalsTitle).toSelf().inSingletonScope();
    bind(WindowTitleContribution).toService(ApprovalsTitle);
    for (const contribution of [ApprovalsStatus, ApprovalNotices]) {
        bind<FrontendApplicationContribution>(contribution).toSelf().inSingletonScope();
        bind(FrontendApplicationContribution).toService(contribution);
    }

    // the inbox
    bind(ApprovalsWidget).toSelf();
    bind(WidgetFactory)
        .toDynamicValue(({ container }) => ({
            id: ApprovalsWidget.ID,
            createWidget: () => container.get(ApprovalsWidget)
        }))
        .inSingletonScope();
    bindViewContribution(bind, ApprovalsViewContribution);
    bind(FrontendApplicationContribution).toService(ApprovalsViewContribution);
});
