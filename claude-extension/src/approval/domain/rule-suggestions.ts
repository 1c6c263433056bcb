import { RuleTool } from '../common/approval-protocol';
import { hostOf } from './address-host';
import { isBeyondRules, isInside } from './rule-matcher';
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
    /** For each part of the call that needs a rule of its own, the rules that allow it, from narrow to wide. */
    readonly parts: readonly (readonly RuleSuggestion[])[];
}

const NONE: RuleSuggestions = { exact: [], parts: [] };
/** A command of more parts is looked at by a person each time. */
const MAX_PARTS = 20;

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
    if (!isPlain(command) || command.parts.length > MAX_PARTS || isBeyondRules(command.parts)) {
        return NONE;
    }
    const parts = command.parts.map(forPart);
    return parts.every(part => part.length > 0) ? ofParts(parts) : NONE;
}

function forPart(part: ShellPart): RuleSuggestion[] {
    const exact = words(part, part.words.length, false);
    // a part whose very words cannot be said in a rule gets none that is wider either
    return isTaken(exact) ? unique([exact, words(part, 2, true), words(part, 1, true)].filter(isTaken)) : [];
}

/** A part that comes twice needs one rule. */
function ofParts(parts: readonly (readonly RuleSuggestion[])[]): RuleSuggestions {
    const exact = unique(parts.map(([first]) => first));
    return { exact, parts: exact.map(one => parts.find(([first]) => first.pattern === one.pattern) ?? [one]) };
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
    return offered.length > 0 ? ofParts([offered]) : NONE;
}

function same(suggestion: RuleSuggestion): RuleSuggestions {
    return isTaken(suggestion) ? ofParts([[suggestion]]) : NONE;
}

function isTaken(suggestion: RuleSuggestion | undefined): suggestion is RuleSuggestion {
    return suggestion !== undefined && readPattern(suggestion.tool, suggestion.pattern).kind !== 'bad';
}

function unique(suggestions: readonly RuleSuggestion[]): RuleSuggestion[] {
    return suggestions.filter((one, index) => suggestions.findIndex(other => other.pattern === one.pattern) === index);
}
