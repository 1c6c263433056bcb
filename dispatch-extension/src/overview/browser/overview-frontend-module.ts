import '../../../src/overview/browser/style/index.css';

import { ApplicationShell, FrontendApplicationContribution, WidgetFactory } from '@theia/core/lib/browser';
import { ContainerModule } from '@theia/core/shared/inversify';
import { SidePanelHandler } from '@theia/core/lib/browser/shell/side-panel-handler';
import { GettingStartedContribution } from '@theia/getting-started/lib/browser/getting-started-contribution';
import { GettingStartedWidget } from '@theia/getting-started/lib/browser/getting-started-widget';
import { FirstLayoutContribution } from './first-layout-contribution';
import { LayoutKeeper } from './layout-keeper';
import { NarrowShell } from './narrow-shell';
import { NarrowSidePanelHandler } from './narrow-side-panel';
import { WelcomeContribution } from './welcome-contribution';
import { WelcomeWidget } from './welcome-widget';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    // Theia's commands, menu and start-up setting find our page under the id of theirs; the later binding wins.
    bind(WelcomeWidget).toSelf();
    bind(WidgetFactory).toDynamicValue(({ container }) => ({
        id: GettingStartedWidget.ID,
        createWidget: () => {
            const widget = container.get(WelcomeWidget);
            widget.id = GettingStartedWidget.ID;
            return widget;
        }
    }));
    // the layout: one per page
    rebind(ApplicationShell).to(NarrowShell).inSingletonScope();
    rebind(SidePanelHandler).to(NarrowSidePanelHandler);
    bind(LayoutKeeper).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(LayoutKeeper);
    bind(FirstLayoutContribution).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(FirstLayoutContribution);
    rebind(GettingStartedContribution).to(WelcomeContribution).inSingletonScope();
});
