import { Command } from '@theia/core/lib/common/command';
import { nls } from '@theia/core/lib/common/nls';

const CATEGORY = nls.localizeByDefault('Terminal');

function command(id: string, label: string): Command {
    return { id, label, category: CATEGORY };
}

/** What can be done with the commands of the terminal in use; VS Code's ids where it has the command. */
export const ShellCommands = {
    previous: command(
        'workbench.action.terminal.scrollToPreviousCommand',
        nls.localizeByDefault('Scroll to Previous Command')
    ),
    next: command('workbench.action.terminal.scrollToNextCommand', nls.localizeByDefault('Scroll to Next Command')),
    selectPrevious: command(
        'workbench.action.terminal.selectToPreviousCommand',
        nls.localizeByDefault('Select to Previous Command')
    ),
    selectNext: command(
        'workbench.action.terminal.selectToNextCommand',
        nls.localizeByDefault('Select to Next Command')
    ),
    runRecent: command('workbench.action.terminal.runRecentCommand', nls.localizeByDefault('Run Recent Command...')),
    recentFolder: command(
        'workbench.action.terminal.goToRecentDirectory',
        nls.localizeByDefault('Go to Recent Directory...')
    ),
    copyLast: command('workbench.action.terminal.copyLastCommand', nls.localizeByDefault('Copy Last Command')),
    copyLastOutput: command(
        'workbench.action.terminal.copyLastCommandOutput',
        nls.localizeByDefault('Copy Last Command Output')
    ),
    rerunLast: command(
        'dispatch.terminal.rerunLastCommand',
        nls.localize('dispatch/shell/rerunLast', 'Run Last Command Again')
    )
} as const;

/** What the menu of a command's mark offers; called with the terminal and the command's number. */
export const MarkCommands = {
    rerun: { id: 'dispatch.shell.rerun', label: nls.localize('dispatch/shell/rerun', 'Run Again') },
    copy: { id: 'dispatch.shell.copy', label: nls.localize('dispatch/shell/copy', 'Copy Command') },
    copyOutput: { id: 'dispatch.shell.copyOutput', label: nls.localize('dispatch/shell/copyOutput', 'Copy Output') },
    reveal: { id: 'dispatch.shell.reveal', label: nls.localize('dispatch/shell/reveal', 'Scroll to Its Beginning') }
} as const;
