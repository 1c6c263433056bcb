import type { ClaudeCapabilities } from '../../common/claude-events';
import type { Suggestion } from './suggestion';

/**
 * The commands of the runtime whose name or description has what was written; those whose name begins with it first.
 * What the runtime keeps for itself (`__…`) is not for people.
 */
export function commandSuggestions(commands: ClaudeCapabilities['commands'], query: string): Suggestion[] {
    const wanted = query.toLowerCase();
    const rank = (name: string): number =>
        name.toLowerCase().startsWith(wanted) ? 0 : name.toLowerCase().includes(wanted) ? 1 : 2;
    return commands
        .filter(({ name }) => !name.startsWith('__'))
        .filter(({ name, description }) => rank(name) < 2 || description.toLowerCase().includes(wanted))
        .sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name))
        .map(({ name, description, argumentHint }) => ({
            id: `command:${name}`,
            label: `/${name}${argumentHint ? ` ${argumentHint}` : ''}`,
            detail: description,
            icon: 'symbol-event',
            insert: `/${name} `
        }));
}
