import { CommonMenus } from '@theia/core/lib/browser/common-menus';
import { Command, CommandContribution, CommandRegistry } from '@theia/core/lib/common/command';
import { MenuContribution, MenuModelRegistry } from '@theia/core/lib/common/menu';
import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { inject, injectable } from '@theia/core/shared/inversify';

const SIGN_OUT = Command.toLocalizedCommand(
    { id: 'dispatch.signOut', label: 'Sign Out', category: 'Dispatch' },
    'dispatch/product/signOut'
);

/** Signs this browser out. The gateway closes its sockets; what runs goes on. */
@injectable()
export class SignOutContribution implements CommandContribution, MenuContribution {
    @inject(MessageService)
    protected readonly messages!: MessageService;

    registerCommands(commands: CommandRegistry): void {
        commands.registerCommand(SIGN_OUT, { execute: () => this.signOut() });
    }

    registerMenus(menus: MenuModelRegistry): void {
        menus.registerMenuAction(CommonMenus.FILE_CLOSE, { commandId: SIGN_OUT.id, order: 'z' });
    }

    protected async signOut(): Promise<void> {
        try {
            const answer = await fetch('api/sign-out', { method: 'POST', headers: { 'x-dispatch': '1' } });
            if (!answer.ok) {
                throw new Error(`the answer was ${answer.status}`);
            }
            window.location.assign('sign-in');
        } catch (error) {
            void this.messages.error(
                nls.localize(
                    'dispatch/product/signOutFailed',
                    'Signing out did not work, because Dispatch could not be reached ({0}). You are still signed in.',
                    error instanceof Error ? error.message : String(error)
                )
            );
        }
    }
}
