import '../../../src/trust/browser/style/index.css';
import { ContainerModule } from '@theia/core/shared/inversify';
import { BannerContribution, HeaderContribution } from '../../conversation/browser/contributions/view-contributions';
import { TrustActions } from './trust-actions';

export default new ContainerModule(bind => {
    // one per page
    bind(TrustActions).toSelf().inSingletonScope();
    bind(BannerContribution).toService(TrustActions);
    bind(HeaderContribution).toService(TrustActions);
});
