import '../../../src/checkpoint/browser/style/index.css';
import { WidgetFactory } from '@theia/core/lib/browser/widget-manager';
import { ResourceResolver } from '@theia/core/lib/common/resource';
import { ContainerModule } from '@theia/core/shared/inversify';
import {
    BannerContribution,
    HeaderContribution,
    MessageActionContribution,
    TurnActionContribution
} from '../../conversation/browser/contributions/view-contributions';
import { CheckpointClient } from './checkpoint-client';
import { bindCheckpointPreferences } from './checkpoint-preferences';
import { CheckpointResourceResolver } from './checkpoint-resource';
import { ReviewActions } from './review-actions';
import { ReviewOptions, ReviewWidget } from './review-widget';
import { RewindActions } from './rewind-actions';
import { RewindBanner } from './rewind-banner';

export default new ContainerModule(bind => {
    // one per page
    bindCheckpointPreferences(bind);
    bind(CheckpointClient).toSelf().inSingletonScope();
    bind(CheckpointResourceResolver).toSelf().inSingletonScope();
    bind(ResourceResolver).toService(CheckpointResourceResolver);
    bind(RewindActions).toSelf().inSingletonScope();
    bind(MessageActionContribution).toService(RewindActions);
    bind(RewindBanner).toSelf().inSingletonScope();
    bind(BannerContribution).toService(RewindBanner);
    bind(ReviewActions).toSelf().inSingletonScope();
    bind(TurnActionContribution).toService(ReviewActions);
    bind(HeaderContribution).toService(ReviewActions);

    // one per review that is shown
    bind(WidgetFactory)
        .toDynamicValue(({ container }) => ({
            id: ReviewWidget.FACTORY_ID,
            createWidget: (options: ReviewOptions) => {
                const child = container.createChild();
                child.bind(ReviewOptions).toConstantValue(options);
                child.bind(ReviewWidget).toSelf();
                return child.get(ReviewWidget);
            }
        }))
        .inSingletonScope();
});
