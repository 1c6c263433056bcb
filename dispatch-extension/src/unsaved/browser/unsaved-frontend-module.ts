import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { ContainerModule } from '@theia/core/shared/inversify';
import { UnsavedKeeper } from './unsaved-keeper';

export default new ContainerModule(bind => {
    // one per page
    bind(UnsavedKeeper).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(UnsavedKeeper);
});
