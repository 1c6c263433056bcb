import { CommonCommands } from '@theia/core/lib/browser/common-commands';
import { ContextMenuRenderer } from '@theia/core/lib/browser/context-menu-renderer';
import { Command, CommandContribution, CommandRegistry } from '@theia/core/lib/common/command';
import { MenuContribution, MenuModelRegistry, MenuPath } from '@theia/core/lib/common/menu';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { PageClipboard } from 'dispatch-extension/lib/clipboard/browser/page-clipboard';
import { asDispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { ClaudeText } from '../claude-text';
import type { MessageEditor } from './message-editor';

const MENU: MenuPath = ['dispatch-claude-input-menu'];

/** Not in the palette: they are for the input whose menu is open. */
const CUT: Command = { id: 'dispatch.claude.input.cut' };
const COPY: Command = { id: 'dispatch.claude.input.copy' };
const PASTE: Command = { id: 'dispatch.claude.input.paste' };
const SELECT_ALL: Command = { id: 'dispatch.claude.input.select-all' };

/** The menu of the input. The one of the browser cannot paste there: what is clicked on is a picture of the text. */
@injectable()
export class MessageMenuContribution implements CommandContribution, MenuContribution {
    private editor: MessageEditor | undefined;

    constructor(
        @inject(ContextMenuRenderer) private readonly renderer: ContextMenuRenderer,
        @inject(MessageService) private readonly messages: MessageService
    ) {}

    show(editor: MessageEditor, anchor: MouseEvent): void {
        this.editor = editor;
        this.renderer.render({ menuPath: MENU, anchor, context: editor.node });
    }

    registerCommands(commands: CommandRegistry): void {
        const register = (command: Command, needs: { selection?: boolean; writable?: boolean }, run: Run): void => {
            commands.registerCommand(command, {
                isEnabled: () => {
                    const { editor } = this;
                    const lacks = needs.selection ? !editor?.selected : needs.writable && editor?.isReadOnly;
                    return editor !== undefined && !lacks;
                },
                execute: async () => {
                    if (this.editor) {
                        await run(this.editor, new PageClipboard(this.editor));
                        this.editor.focus();
                    }
                }
            });
        };
        register(CUT, { selection: true }, async (editor, clipboard) => {
            if ((await this.copy(editor, clipboard)) && !editor.isReadOnly) {
                editor.insert('');
            }
        });
        register(COPY, { selection: true }, (editor, clipboard) => this.copy(editor, clipboard));
        register(PASTE, { writable: true }, (editor, clipboard) => this.paste(editor, clipboard));
        register(SELECT_ALL, {}, async editor => editor.selectAll());
    }

    registerMenus(menus: MenuModelRegistry): void {
        [
            [CUT, CommonCommands.CUT],
            [COPY, CommonCommands.COPY],
            [PASTE, CommonCommands.PASTE],
            [SELECT_ALL, CommonCommands.SELECT_ALL]
        ].forEach(([{ id }, { label }], i) =>
            menus.registerMenuAction(MENU, { commandId: id, label, order: String(i) })
        );
    }

    private async copy(editor: MessageEditor, clipboard: PageClipboard): Promise<boolean> {
        const copied = await clipboard.write(editor.selected);
        if (!copied) {
            void this.messages.warn(ClaudeText.notCopied);
        }
        return copied;
    }

    private async paste(editor: MessageEditor, clipboard: PageClipboard): Promise<void> {
        try {
            const { text, files } = await clipboard.read();
            const data = new DataTransfer();
            data.setData('text/plain', text);
            files.forEach(file => data.items.add(file));
            if (!editor.owner.brought(data)) {
                editor.insert(text);
            }
        } catch (thrown) {
            void this.messages.warn(asDispatchError(thrown).message);
        }
    }
}

type Run = (editor: MessageEditor, clipboard: PageClipboard) => Promise<unknown>;
