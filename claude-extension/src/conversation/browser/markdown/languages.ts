import * as monaco from '@theia/monaco-editor-core';

/** The language that a name, an alias or a file ending stands for; undefined where nobody knows it. */
export function languageIdOf(name: string): string | undefined {
    return find(name)?.id;
}

/** The file ending of a language, with its dot; undefined where nobody knows it. */
export function fileEndingOf(name: string): string | undefined {
    return find(name)?.extensions?.[0];
}

function find(name: string): monaco.languages.ILanguageExtensionPoint | undefined {
    const wanted = name.toLowerCase();
    if (!wanted) {
        return undefined;
    }
    return monaco.languages
        .getLanguages()
        .find(
            ({ id, aliases, extensions }) =>
                id === wanted ||
                aliases?.some(alias => alias.toLowerCase() === wanted) ||
                extensions?.includes(`.${wanted}`)
        );
}
