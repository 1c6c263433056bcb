import '../../../src/links/browser/style/index.css';

import { CommandContribution } from '@theia/core/lib/common/command';
import { KeybindingContribution } from '@theia/core/lib/browser';
import { ContainerModule } from '@theia/core/shared/inversify';
import { TerminalLinkProviderContribution } from '@theia/terminal/lib/browser/terminal-link-provider';
import { TerminalFeature } from '../../terminal/browser/terminal-feature';
import { LinkFinder } from './link-finder';
import { LinkOpener } from './link-opener';
import { OpenDetectedLink } from './open-detected-link';
import { PathResolver } from './path-resolver';
import { TerminalLinks } from './terminal-links';
import { TheiasLinks } from './theias-links';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    // one per page
    bind(PathResolver).toSelf().inSingletonScope();
    bind(LinkOpener).toSelf().inSingletonScope();
    bind(LinkFinder).toSelf().inSingletonScope();
    bind(TerminalLinks).toSelf().inSingletonScope();
    bind(TerminalFeature).toService(TerminalLinks);
    bind(OpenDetectedLink).toSelf().inSingletonScope();
    bind(CommandContribution).toService(OpenDetectedLink);
    bind(KeybindingContribution).toService(OpenDetectedLink);
    rebind(TerminalLinkProviderContribution).to(TheiasLinks).inSingletonScope();
});
