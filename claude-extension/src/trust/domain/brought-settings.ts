import { BroughtCommand, BroughtSettings } from '../common/trust-protocol';
import { BroughtFile, hasHead, INSTRUCTION_FILES, isNamed, SETTING_FILES } from './brought-file';
import { FrontPart, frontParts } from './frontmatter';
import { isRecord, parsedSettings, recordAt, textsIn } from './setting-values';

const LISTED = 500;
const TEXT_CHARS = 1_000;

/** Settings beside hooks whose value is a command that Claude Code runs. */
const HELPERS =
    /^(apiKeyHelper|statusLine|subagentStatusLine|fileSuggestion|proxyAuthHelper|awsAuthRefresh|awsCredentialExport|gcpAuthRefresh|otelHeadersHelper)$/;

/** What the files say, for the person who decides. */
export function broughtSettings(files: readonly BroughtFile[]): BroughtSettings {
    const settings = files
        .map(({ path, text }) => (hasHead(path) ? undefined : parsedSettings(text ?? '')))
        .filter(value => value !== undefined);
    const heads = files.filter(({ path }) => hasHead(path)).flatMap(partsIn);
    const inHeads = (kind: FrontPart['kind']): BroughtCommand[] =>
        heads.filter(part => part.kind === kind).map(({ path, text }) => ({ when: path, command: text }));
    const count = (folder: string): number => countIn(files, folder);
    return {
        files: files.map(({ path }) => path).slice(0, LISTED),
        hooks: cut([...settings.flatMap(hooksOf), ...inHeads('hooks')]),
        servers: cut([...settings.flatMap(serversOf), ...inHeads('servers')]),
        helpers: cut([...settings.flatMap(helpersOf), ...inHeads('other')]),
        permissions: [
            ...settings.flatMap(permissionsOf),
            ...inHeads('permissions').map(({ when, command }) => `${when}: ${command}`)
        ]
            .slice(0, LISTED)
            .map(short),
        variables: [...new Set(settings.flatMap(value => Object.keys(recordAt(value, 'env'))))]
            .slice(0, LISTED)
            .map(short),
        commands: count('commands'),
        agents: count('agents'),
        skills: files.filter(({ path }) => /(^|\/)\.claude\/skills\/.*SKILL\.md$/i.test(path)).length,
        instructions: files.filter(({ path }) => isNamed(path, INSTRUCTION_FILES)).length + count('rules')
    };
}

function partsIn({ path, text }: BroughtFile): (FrontPart & { path: string })[] {
    return frontParts(text ?? '').map(part => ({ ...part, path }));
}

/** Why files cannot be trusted at all, for people; undefined where they can. */
export function refusalOf(files: readonly BroughtFile[]): string | undefined {
    for (const { path, text } of files) {
        if (text === undefined || text.trim() === '' || !isNamed(path, SETTING_FILES)) {
            continue;
        }
        const settings = parsedSettings(text);
        if (!settings) {
            return `${path} cannot be read as JSON.`;
        }
        const name = redirectOf(settings);
        if (name !== undefined) {
            return `${path} sets ${short(name)}, which decides where the calls to Claude go and with which key.`;
        }
    }
    return undefined;
}

/**
 * Variables that take calls, or the token with which they are sent, elsewhere. Claude Code lets the `env` of a project win
 * over the environment that it was started with.
 */
const REDIRECTS =
    /^(ANTHROPIC_(?!.*MODEL)|CLAUDE_CODE_(USE|API|OAUTH|SKIP|HOST|CLIENT)_?|CLAUDE_CONFIG_DIR$|DISPATCH_|NODE_|BUN_|SSL_CERT|LD_)|_PROXY$/i;

/** Settings that bring another key. */
const KEY_HELPERS = ['apiKeyHelper', 'proxyAuthHelper', 'forceLoginMethod', 'forceLoginOrgUUID'];

function redirectOf(settings: Record<string, unknown>): string | undefined {
    return (
        Object.keys(recordAt(settings, 'env')).find(name => REDIRECTS.test(name)) ??
        KEY_HELPERS.find(name => Object.hasOwn(settings, name))
    );
}

function hooksOf(settings: Record<string, unknown>): BroughtCommand[] {
    const hooks = recordAt(settings, 'hooks');
    return Object.entries(hooks).flatMap(([when, groups]) =>
        (Array.isArray(groups) ? groups : []).flatMap(group => {
            const inner = isRecord(group) && Array.isArray(group['hooks']) ? group['hooks'] : [];
            return inner.map(hook => ({ when, command: describe(hook) }));
        })
    );
}

function serversOf(settings: Record<string, unknown>): BroughtCommand[] {
    return Object.entries(recordAt(settings, 'mcpServers')).map(([when, server]) => ({
        when,
        command: describe(server)
    }));
}

function helpersOf(settings: Record<string, unknown>): BroughtCommand[] {
    return Object.entries(settings)
        .filter(([when]) => HELPERS.test(when))
        .map(([when, value]) => ({ when, command: typeof value === 'string' ? value : describe(value) }));
}

function permissionsOf(settings: Record<string, unknown>): string[] {
    const { allow, additionalDirectories, defaultMode } = recordAt(settings, 'permissions');
    const mode = typeof defaultMode === 'string' ? [`defaultMode: ${defaultMode}`] : [];
    return [...textsIn(allow), ...textsIn(additionalDirectories)].map(({ text }) => text).concat(mode);
}

/** The command with its arguments, or all that is said of what is no command. */
function describe(value: unknown): string {
    if (!isRecord(value) || typeof value['command'] !== 'string') {
        return JSON.stringify(value) ?? '';
    }
    const args = Array.isArray(value['args']) ? value['args'] : [];
    return [value['command'], ...args.map(String)].join(' ');
}

/** Files in that folder of any `.claude`. */
function countIn(files: readonly BroughtFile[], folder: string): number {
    return files.filter(({ path }) => `/${path}`.includes(`/.claude/${folder}/`)).length;
}

function cut(commands: readonly BroughtCommand[]): BroughtCommand[] {
    return commands.slice(0, LISTED).map(({ when, command }) => ({ when: short(when), command: short(command) }));
}

function short(text: string): string {
    return text.length > TEXT_CHARS ? `${text.slice(0, TEXT_CHARS)}…` : text;
}
