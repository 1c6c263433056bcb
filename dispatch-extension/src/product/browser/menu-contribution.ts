import { CommonCommands } from '@theia/core/lib/browser/common-commands';
import { CommonMenus } from '@theia/core/lib/browser/common-menus';
import { MenuContribution, MenuModelRegistry } from '@theia/core/lib/common/menu';
import { nls } from '@theia/core/lib/common/nls';
import { injectable } from '@theia/core/shared/inversify';
import { EditorCommands } from '@theia/editor/lib/browser';
import { KeymapsCommands } from '@theia/keymaps/lib/browser';

/** The entries of the menu bar that Theia lacks, or words otherwise than VS Code. */
@injectable()
export class ProductMenus implements MenuContribution {
    registerMenus(menus: MenuModelRegistry): void {
        // Theia registers "About" as 9, which comes before all letters
        menus.unregisterMenuAction(CommonCommands.ABOUT_COMMAND.id, CommonMenus.HELP);
        menus.registerMenuAction(CommonMenus.HELP, { commandId: CommonCommands.ABOUT_COMMAND.id, order: 'z' });
        menus.registerMenuAction(CommonMenus.HELP, {
            commandId: KeymapsCommands.OPEN_KEYMAPS.id,
            label: nls.localizeByDefault('Keyboard Shortcuts'),
            order: 'b'
        });
        menus.unregisterMenuAction(EditorCommands.TOGGLE_WORD_WRAP.id, CommonMenus.VIEW_TOGGLE);
        menus.registerMenuAction(CommonMenus.VIEW_TOGGLE, {
            commandId: EditorCommands.TOGGLE_WORD_WRAP.id,
            label: nls.localize('dispatch/product/toggleWordWrap', 'Toggle Word Wrap'),
            order: '0'
        });
    }
}
