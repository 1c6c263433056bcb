import { KeybindingRegistry } from '@theia/core/lib/browser/keybinding';
import { injectable } from '@theia/core/shared/inversify';
import { NotificationsCommands } from '@theia/messages/lib/browser/notifications-commands';
import { NotificationsContribution } from '@theia/messages/lib/browser/notifications-contribution';
import { DIALOG_OPEN_KEY } from '../core/dialogs';

/** Escape closes the dialog that is open, and not the notifications beside it, which cannot even be clicked then. */
@injectable()
export class DispatchNotifications extends NotificationsContribution {
    override registerKeybindings(keybindings: KeybindingRegistry): void {
        keybindings.registerKeybinding({
            command: NotificationsCommands.HIDE.id,
            when: `notificationsVisible && !${DIALOG_OPEN_KEY}`,
            keybinding: 'esc'
        });
    }
}
