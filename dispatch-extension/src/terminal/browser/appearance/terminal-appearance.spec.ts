import { expect } from 'chai';
import { appearanceOf, chosenAppearance, iconClassOf } from './terminal-appearance';

describe('appearance of a terminal', () => {
    it('is read from what profiles and plugins give', () => {
        expect(appearanceOf({ iconClass: 'codicon codicon-flame' })).to.deep.equal({ icon: 'flame', color: undefined });
        expect(
            appearanceOf({ iconClass: { id: 'codicon codicon-zap', color: { id: 'terminal.ansiRed' } } })
        ).to.deep.equal({ icon: 'zap', color: 'terminal.ansiRed' });
        expect(appearanceOf({ iconClass: 'plugin-picture-7' })).to.deep.equal({ icon: undefined, color: undefined });
        expect(appearanceOf({})).to.deep.equal({ icon: undefined, color: undefined });
    });

    it('is shown by classes', () => {
        expect(iconClassOf({})).to.equal('codicon codicon-terminal');
        expect(iconClassOf({ icon: 'zap', color: 'terminal.ansiBrightBlue' })).to.equal(
            'codicon codicon-zap dispatch-terminal-terminal-ansiBrightBlue'
        );
    });

    it('ignores what a session of another version may hold', () => {
        expect(chosenAppearance({ icon: 'zap', color: 'red' })).to.deep.equal({});
        expect(chosenAppearance({ icon: 'zap', shell: '/bin/sh' })).to.deep.equal({ icon: 'zap' });
        expect(chosenAppearance(undefined)).to.deep.equal({});
    });
});
