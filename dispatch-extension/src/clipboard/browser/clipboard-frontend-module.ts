import '../../../src/clipboard/browser/style/index.css';

import { CommandContribution } from '@theia/core/lib/common/command';
import { MenuContribution } from '@theia/core/lib/common/menu';
import { ContainerModule } from '@theia/core/shared/inversify';
import { TerminalFeature } from '../../terminal/browser/terminal-feature';
import { ClipboardCommands } from './clipboard-commands';
import { bindClipboardPreferences } from './clipboard-preferences';
import { DroppedFiles } from './dropped-files';
import { ProgramClipboard } from './program-clipboard';
import { TerminalClipboard } from './terminal-clipboard';
import { TerminalPaste } from './terminal-paste';

export default new ContainerModule(bind => {
    // one per page
    bindClipboardPreferences(bind);
    bind(DroppedFiles).toSelf().inSingletonScope();
    bind(TerminalPaste).toSelf().inSingletonScope();
    bind(ProgramClipboard).toSelf().inSingletonScope();
    bind(TerminalClipboard).toSelf().inSingletonScope();
    bind(TerminalFeature).toService(TerminalClipboard);
    bind(ClipboardCommands).toSelf().inSingletonScope();
    bind(CommandContribution).toService(ClipboardCommands);
    bind(MenuContribution).toService(ClipboardCommands);
});
