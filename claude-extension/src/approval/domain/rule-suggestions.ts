import { RuleTool } from '../common/approval-protocol';
import { hostOf } from './address-host';
import { isInside } from './rule-matcher';
import { readPattern } from './rule-pattern';
import { ruledCall } from './rule-tools';
import { isPlain, quoteWord, readShellCommand, ShellPart } from './shell-command';

/** A rule that would allow a call, or a part of it. */
export interface RuleSuggestion {
    readonly tool: RuleTool;
    readonly pattern: string;
}

/** The rules that a person may want after a call. */
export interface RuleSuggestions {
    /** Together they allow exactly this call again. Empty where no rule can. */
    readonly exact: readonly RuleSuggestion[];
    /** From narrow to wide; each allows this call, or one part of it. */
    readonly offered: readonly RuleSuggestion[];
}

const NONE: RuleSuggestions = { exact: [], offered: [] };

/** What to offer for a call that was made in `folder`. */
export function suggestRules(name: string, input: Readonly<Record<string, unknown>>, folder: string): RuleSuggestions {
    const ruled = ruledCall(name, input);
    if (!ruled) {
        return NONE;
    }
    switch (ruled.tool) {
        case 'command':
            return forCommand(ruled.subject);
        case 'change':
        case 'read':
            return forPath(ruled.tool, ruled.subject, folder);
        case 'fetch':
            return same({ tool: 'fetch', pattern: hostOf(ruled.subject) ?? '' });
        default:
            return same({ tool: ruled.tool, pattern: '*' });
    }
}

function forCommand(text: string): RuleSuggestions {
    const command = readShellCommand(text);
    const exact = isPlain(command) ? command.parts.map(part => words(part, part.words.length, false)) : [];
    if (exact.length === 0 || exact.includes(undefined)) {
        return NONE;
    }
    const wider = command.parts.flatMap(part => [words(part, 2, true), words(part, 1, true)]);
    const offered = [...exact, ...wider].filter(isTaken);
    return { exact: unique(exact.filter(isTaken)), offered: unique(offered) };
}

/** The first words of a part, with whatever follows or without. */
function words(part: ShellPart, count: number, more: boolean): RuleSuggestion | undefined {
    const quoted = part.words.slice(0, count).map(quoteWord);
    if (quoted.includes(undefined) || part.words.length < count) {
        return undefined;
    }
    return { tool: 'command', pattern: [...quoted, ...(more ? ['*'] : [])].join(' ') };
}

function forPath(tool: 'change' | 'read', path: string, folder: string): RuleSuggestions {
    const whole = path.startsWith('/') ? path : `${folder}/${path}`;
    if (!isInside(whole, folder) || whole === folder) {
        return NONE;
    }
    const below = whole.slice(folder.length + 1);
    const parent = below.slice(0, below.lastIndexOf('/') + 1);
    const patterns = below.includes('*') ? [`${parent}**`, '**'] : [below, `${parent}**`, '**'];
    const offered = unique(patterns.map(pattern => ({ tool, pattern })).filter(isTaken));
    return { exact: offered.slice(0, 1), offered };
}

function same(suggestion: RuleSuggestion): RuleSuggestions {
    return isTaken(suggestion) ? { exact: [suggestion], offered: [suggestion] } : NONE;
}

function isTaken(suggestion: RuleSuggestion | undefined): suggestion is RuleSuggestion {
    return suggestion !== undefined && readPattern(suggestion.tool, suggestion.pattern).kind !== 'bad';
}

function unique(suggestions: readonly RuleSuggestion[]): RuleSuggestion[] {
    return suggestions.filter((one, index) => suggestions.findIndex(other => other.pattern === one.pattern) === index);
}
