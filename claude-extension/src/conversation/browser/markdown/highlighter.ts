import * as monaco from '@theia/monaco-editor-core';
import { TokenizationRegistry } from '@theia/monaco-editor-core/esm/vs/editor/common/languages';
import { Emitter, Event } from '@theia/core/lib/common/event';
import { injectable } from '@theia/core/shared/inversify';
import { languageIdOf } from './languages';

/** Code above this size is shown without colours. */
const MAX_CHARS = 100_000;
/** How long to wait for the grammar of a language that is met for the first time. */
const GRAMMAR_MS = 3_000;

/** Colours code by the grammars of the editor, in the colours of its theme. */
@injectable()
export class Highlighter {
    private readonly grammars = new Map<string, Promise<boolean>>();
    private readonly coloursChanged = new Emitter<void>();
    /** The theme is another one: what was coloured before has the wrong colours now, and is to be coloured again. */
    readonly onDidChangeColours: Event<void> = this.coloursChanged.event;

    constructor() {
        // for as long as the page lives
        TokenizationRegistry.onDidChange(event => event.changedColorMap && this.coloursChanged.fire());
    }

    /** HTML of the code in colours; undefined where the language is not known. `language`: a name, alias or file ending. */
    async highlight(code: string, language: string): Promise<string | undefined> {
        const id = languageIdOf(language);
        if (!id || code.length > MAX_CHARS || !(await this.grammarOf(id))) {
            return undefined;
        }
        const html = await monaco.editor.colorize(code, id, { tabSize: 4 });
        // monaco writes spaces as no-break spaces, which nobody wants in code that is copied
        return html.replaceAll('&#160;', ' ').replaceAll('\u00a0', ' ').replaceAll('<br/>', '\n');
    }

    private grammarOf(id: string): Promise<boolean> {
        let grammar = this.grammars.get(id);
        if (!grammar) {
            grammar = loadGrammar(id).then(found => {
                if (!found) {
                    this.grammars.delete(id);
                }
                return found;
            });
            this.grammars.set(id, grammar);
        }
        return grammar;
    }
}

/** Grammars are loaded when a language is first met in a model; that is what this does. */
async function loadGrammar(id: string): Promise<boolean> {
    monaco.editor.createModel('', id).dispose();
    if (TokenizationRegistry.get(id)) {
        return true;
    }
    return new Promise(resolve => {
        const finish = (found: boolean): void => {
            clearTimeout(timer);
            listener.dispose();
            resolve(found);
        };
        const timer = setTimeout(() => finish(false), GRAMMAR_MS);
        const listener = TokenizationRegistry.onDidChange(event => {
            if (event.changedLanguages.includes(id)) {
                finish(true);
            }
        });
    });
}
