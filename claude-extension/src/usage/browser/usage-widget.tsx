import { ReactWidget } from '@theia/core/lib/browser/widgets/react-widget';
import { codicon, Message } from '@theia/core/lib/browser/widgets/widget';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { UsageModel } from './usage-model';
import { UsageText } from './usage-text';
import { UsageView } from './view/usage-view';

/** How often the page is brought up to date while it is seen, in ms. */
const EVERY_MS = 30_000;

/** The usage page, beside editors. */
@injectable()
export class UsageWidget extends ReactWidget {
    static readonly FACTORY_ID = 'dispatch-usage';

    @inject(UsageModel) protected readonly model!: UsageModel;

    @postConstruct()
    protected init(): void {
        this.id = UsageWidget.FACTORY_ID;
        this.title.label = UsageText.title;
        this.title.iconClass = codicon('graph');
        this.title.closable = true;
        this.node.tabIndex = -1;
        this.addClass('dispatch-usage-widget');
        this.toDispose.push(this.model.onDidChange(() => this.update()));
        this.toDispose.push({ dispose: () => this.model.dispose() });
        const timer = window.setInterval(
            () => this.isVisible && !document.hidden && void this.model.refresh(),
            EVERY_MS
        );
        this.toDispose.push({ dispose: () => window.clearInterval(timer) });
        this.update();
    }

    protected override onAfterShow(message: Message): void {
        super.onAfterShow(message);
        void this.model.refresh();
    }

    protected override onActivateRequest(message: Message): void {
        super.onActivateRequest(message);
        this.node.focus();
    }

    protected render(): React.ReactNode {
        return <UsageView model={this.model} />;
    }
}
