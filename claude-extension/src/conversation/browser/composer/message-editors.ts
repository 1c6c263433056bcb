import { KeybindingContribution, KeybindingRegistry } from '@theia/core/lib/browser/keybinding';
import { CommandContribution, CommandRegistry } from '@theia/core/lib/common/command';
import { inject, injectable } from '@theia/core/shared/inversify';
import * as monaco from '@theia/monaco-editor-core';
import { completionAt } from '../../domain/completion-trigger';
import { MessageEditor, MessageOwner, MessageSettings, RECALL_KEYS } from './message-editor';
import { meetMarkdown, registerMessageLanguage } from './message-language';
import { MessageMenuContribution } from './message-menu-contribution';
import { completionsOf } from './monaco-completions';
import type { Suggestion } from './suggestion';

/** Colours are loaded so long after an input appeared, in ms: a conversation that is being opened comes first. */
const COLOURS_AFTER_MS = 1_500;
/** A person who writes on within this time is not asked for; in ms. */
const PAUSE_MS = 80;

/** Not in the palette: they are for keys and for the editor. */
const COMMANDS = {
    older: { id: 'dispatch.claude.recall-older' },
    newer: { id: 'dispatch.claude.recall-newer' },
    taken: { id: 'dispatch.claude.suggestion-taken' }
} as const;

/** The inputs of all Claude sessions of a page, in whichever window they are. */
@injectable()
export class MessageEditors implements CommandContribution, KeybindingContribution {
    private readonly editors = new Map<string, MessageEditor>();

    constructor(@inject(MessageMenuContribution) private readonly menu: MessageMenuContribution) {}

    registerCommands(commands: CommandRegistry): void {
        registerMessageLanguage({
            triggerCharacters: ['@', '/', '"'],
            provideCompletionItems: (model, position, _context, token) => this.complete(model, position, token)
        });
        const recall = (step: keyof typeof RECALL_KEYS): void => this.focused?.takeBack(step);
        commands.registerCommand(COMMANDS.older, { execute: () => recall('older') });
        commands.registerCommand(COMMANDS.newer, { execute: () => recall('newer') });
        commands.registerCommand(COMMANDS.taken, {
            execute: (uri: string, taken: Suggestion) => this.taken(uri, taken)
        });
    }

    registerKeybindings(keys: KeybindingRegistry): void {
        const where = (key: string): string => `${key} && textInputFocus && !suggestWidgetVisible`;
        keys.registerKeybinding({ command: COMMANDS.older.id, keybinding: 'up', when: where(RECALL_KEYS.older) });
        keys.registerKeybinding({ command: COMMANDS.newer.id, keybinding: 'down', when: where(RECALL_KEYS.newer) });
    }

    /** An editor in that element. Whoever asks for it disposes it. */
    create(host: HTMLElement, text: string, settings: MessageSettings, owner: MessageOwner): MessageEditor {
        const editor = new MessageEditor(host, text, settings, owner);
        this.editors.set(editor.uri.toString(), editor);
        const colours = setTimeout(meetMarkdown, COLOURS_AFTER_MS);
        editor.onDidDispose(() => {
            clearTimeout(colours);
            this.editors.delete(editor.uri.toString());
        });
        return editor;
    }

    /** Opens the menu of an input where the mouse is. */
    showMenu(editor: MessageEditor, anchor: MouseEvent): void {
        this.menu.show(editor, anchor);
    }

    private get focused(): MessageEditor | undefined {
        return [...this.editors.values()].find(editor => editor.focused);
    }

    private async complete(
        model: monaco.editor.ITextModel,
        position: monaco.Position,
        token: monaco.CancellationToken
    ): Promise<monaco.languages.CompletionList> {
        const uri = model.uri.toString();
        const owner = this.editors.get(uri)?.owner;
        const trigger = completionAt(model.getValue(), model.getOffsetAt(position));
        if (!owner || !trigger) {
            return { suggestions: [] };
        }
        await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
        const found = token.isCancellationRequested ? [] : await owner.suggest(trigger);
        const command = (suggestion: Suggestion): monaco.languages.Command => ({
            id: COMMANDS.taken.id,
            title: '',
            arguments: [uri, suggestion]
        });
        // what fits is decided anew at every letter, not by the editor from what it was given before
        return { incomplete: true, suggestions: completionsOf(found, trigger, model, command) };
    }

    private taken(uri: string, suggestion: Suggestion): void {
        const editor = this.editors.get(uri);
        editor?.owner.taken(suggestion);
        // the path goes on in a folder
        if (suggestion.insert && !suggestion.insert.endsWith(' ')) {
            editor?.suggest();
        }
    }
}
