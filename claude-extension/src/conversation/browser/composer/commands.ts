import type { ClaudeCapabilities } from '../../common/claude-events';
import { ClaudeText } from '../claude-text';
import type { Suggestion } from './suggestion';

/**
 * The commands and skills of the runtime whose name or description has what was written; those whose name begins with it first.
 * What the runtime keeps for itself (`__…`) is not for people.
 */
export function commandSuggestions(
    { commands, skills = [] }: Pick<ClaudeCapabilities, 'commands' | 'skills'>,
    query: string
): Suggestion[] {
    const named = new Set(commands.map(({ name }) => name));
    const others = skills
        .filter(name => !named.has(name))
        .map((name): ClaudeCapabilities['commands'][number] => ({ name, description: '' }));
    const isSkill = new Set(skills);
    const wanted = query.toLowerCase();
    const rank = (name: string): number =>
        name.toLowerCase().startsWith(wanted) ? 0 : name.toLowerCase().includes(wanted) ? 1 : 2;
    return [...commands, ...others]
        .filter(({ name }) => !name.startsWith('__'))
        .filter(({ name, description }) => rank(name) < 2 || description.toLowerCase().includes(wanted))
        .sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name))
        .map(({ name, description, argumentHint }) => ({
            id: `command:${name}`,
            label: `/${name}${argumentHint ? ` ${argumentHint}` : ''}`,
            detail: isSkill.has(name) ? ClaudeText.skill(description) : description,
            icon: isSkill.has(name) ? 'mortar-board' : 'symbol-event',
            insert: `/${name} `
        }));
}
