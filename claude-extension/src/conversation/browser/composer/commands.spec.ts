import { expect } from 'chai';
import { commandSuggestions } from './commands';

const command = (name: string, description = '') => ({ name, description });

describe('completion of commands', () => {
    it('offers those that begin so first, then those that have it in their name, then in their description', () => {
        const commands = [command('x', 'a review'), command('pr-review'), command('review'), command('clear')];
        expect(commandSuggestions({ commands }, 'rev').map(({ insert }) => insert)).to.deep.equal([
            '/review ',
            '/pr-review ',
            '/x '
        ]);
        expect(commandSuggestions({ commands }, '')).to.have.length(4);
    });

    it('leaves out what the runtime keeps for itself (/__remote-workflow was the first of all)', () => {
        const commands = [command('__remote-workflow'), command('clear')];
        expect(commandSuggestions({ commands }, '').map(({ insert }) => insert)).to.deep.equal(['/clear ']);
    });

    it('tells skills from commands, and offers those that are no command', () => {
        const offered = commandSuggestions(
            { commands: [command('pdf', 'Reads PDF'), command('clear')], skills: ['pdf', 'odt'] },
            ''
        );
        expect(offered.map(({ label, detail, icon }) => [label, detail, icon])).to.deep.equal([
            ['/clear', '', 'symbol-event'],
            ['/odt', 'Skill', 'mortar-board'],
            ['/pdf', 'Skill: Reads PDF', 'mortar-board']
        ]);
    });
});
