/** A place in settings and what stands there. */
export interface SettingText {
    readonly keys: readonly string[];
    readonly text: string;
}

/** The value of a JSON text; undefined where it is none. A byte order mark is left out, as Claude Code does. */
export function parsedSettings(text: string): Record<string, unknown> | undefined {
    try {
        const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
        return isRecord(value) ? value : undefined;
    } catch {
        return undefined;
    }
}

/** Every text in a value, with the keys that lead to it. */
export function textsIn(value: unknown, keys: readonly string[] = []): SettingText[] {
    if (typeof value === 'string') {
        return [{ keys, text: value }];
    }
    if (Array.isArray(value)) {
        return value.flatMap(each => textsIn(each, keys));
    }
    return isRecord(value) ? Object.entries(value).flatMap(([key, each]) => textsIn(each, [...keys, key])) : [];
}

/**
 * The words of settings that may be paths of files that would be run: what `$CLAUDE_PROJECT_DIR` stands for is left out.
 * Too many are harmless, since only those count that are there.
 */
export function namedPaths(settings: unknown): string[] {
    const words = textsIn(settings).flatMap(({ text }) => [
        text,
        ...text
            .replace(/["']/g, '')
            .replace(/\$\{?CLAUDE_PROJECT_DIR(:-[^}]*)?\}?\/?/g, '')
            .split(/[\s;|&()<>=`,]+/)
    ]);
    return [...new Set(words)].filter(word => word !== '' && word.length <= 1_000 && !word.includes('\0'));
}

/** The object at a key, or an empty one. */
export function recordAt(value: unknown, key: string): Record<string, unknown> {
    const found = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    return isRecord(found) ? found : {};
}

export function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
