import '../../../src/sandbox/browser/style/index.css';
import { ContainerModule } from '@theia/core/shared/inversify';
import { HeaderContribution } from '../../conversation/browser/contributions/view-contributions';
import { SandboxView } from './sandbox-view';

export default new ContainerModule(bind => {
    // one per page
    bind(SandboxView).toSelf().inSingletonScope();
    bind(HeaderContribution).toService(SandboxView);
});
