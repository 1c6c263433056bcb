import { expect } from 'chai';
import { iconIdOf, readProfiles } from './profile-setting';

describe('profiles of terminals in the settings', () => {
    it('keep what can be used and complain about the rest', () => {
        const { profiles, complaints } = readProfiles({
            zsh: { path: ['/opt/zsh', 'zsh'], args: ['-l'], icon: 'terminal', color: 'terminal.ansiRed' },
            bash: null,
            here: { path: 'sh', cwd: ' ${workspaceFolder}/src ' },
            broken: { path: 7 },
            odd: { path: 'x', color: 'red' }
        });
        expect([...profiles]).to.deep.equal([
            ['zsh', { path: ['/opt/zsh', 'zsh'], args: ['-l'], icon: 'terminal', color: 'terminal.ansiRed' }],
            ['bash', null],
            ['here', { path: 'sh', cwd: '${workspaceFolder}/src' }]
        ]);
        expect(complaints).to.have.length(2);
        expect(complaints[0]).to.include('“broken”').and.to.include('path');
        expect(complaints[1]).to.include('“odd”').and.to.include('color');
    });

    it('are none where nothing is set', () => {
        expect(readProfiles(undefined)).to.deep.equal({ profiles: new Map(), complaints: [] });
    });

    it('complain when they are no object', () => {
        expect(readProfiles(['zsh']).complaints).to.have.length(1);
    });

    it('name icons in each of the ways of VS Code', () => {
        expect(['terminal-bash', '$(flame)', { id: 'zap' }, 'Not An Icon', undefined].map(iconIdOf)).to.deep.equal([
            'terminal-bash',
            'flame',
            'zap',
            undefined,
            undefined
        ]);
    });
});
