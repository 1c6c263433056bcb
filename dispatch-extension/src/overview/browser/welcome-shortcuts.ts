import { nls } from '@theia/core/lib/common/nls';
import { KeybindingRegistry } from '@theia/core/lib/browser';

/** The three shortcuts worth knowing. */
export const SHORTCUTS: readonly { commandId: string; label: string }[] = [
    {
        commandId: 'workbench.action.showCommands',
        label: nls.localize('dispatch/overview/everything', 'Show all commands')
    },
    { commandId: 'file-search.openFile', label: nls.localize('dispatch/overview/goToFile', 'Go to file') },
    {
        commandId: 'workbench.action.terminal.toggleTerminal',
        label: nls.localize('dispatch/overview/terminal', 'Terminal')
    }
];

/** The keys of a command as they are bound now, in words like "Ctrl"; empty for none. */
export function keyCaps(keybindings: KeybindingRegistry, commandId: string): string[] {
    const [binding] = keybindings.getKeybindingsForCommand(commandId);
    return binding ? keybindings.acceleratorFor(binding, '+').join(' ').split('+').filter(Boolean) : [];
}
