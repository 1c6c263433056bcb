import * as monaco from '@theia/monaco-editor-core';
import { TokenizationRegistry } from '@theia/monaco-editor-core/esm/vs/editor/common/languages';

/** The language of what is written to Claude: coloured as Markdown, and without what else completes and checks Markdown. */
export const MESSAGE_LANGUAGE = 'dispatch-claude-message';
/** Models of messages are no files. */
export const MESSAGE_SCHEME = 'dispatch-claude-message';

const MARKDOWN = 'markdown';

/** Makes the language known; once in a page. */
export function registerMessageLanguage(provider: monaco.languages.CompletionItemProvider): void {
    monaco.languages.register({ id: MESSAGE_LANGUAGE });
    // a mention is one word, whatever its path is made of
    monaco.languages.setLanguageConfiguration(MESSAGE_LANGUAGE, { wordPattern: /\S+/g });
    monaco.languages.registerCompletionItemProvider(MESSAGE_LANGUAGE, provider);
    colourAsMarkdown();
}

/** The grammar of Markdown comes with a plugin, when the language is first met; it is taken over when it is there. */
function colourAsMarkdown(): void {
    const adopt = (): void => {
        const markdown = TokenizationRegistry.get(MARKDOWN);
        if (markdown && TokenizationRegistry.get(MESSAGE_LANGUAGE) !== markdown) {
            TokenizationRegistry.register(MESSAGE_LANGUAGE, markdown);
        }
    };
    TokenizationRegistry.onDidChange(({ changedLanguages }) => changedLanguages.includes(MARKDOWN) && adopt());
    adopt();
}

/** Has the grammar of Markdown loaded, should it not be yet. */
export function meetMarkdown(): void {
    monaco.editor.createModel('', MARKDOWN).dispose();
}
