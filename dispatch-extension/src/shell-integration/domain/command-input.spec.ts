import { expect } from 'chai';
import { inputOf, quotedFolder } from './command-input';

describe('what is typed to run a command again', () => {
    it('has an Enter only if it may run, and no control characters', () => {
        expect([inputOf('ls', true, true), inputOf('ls', true, false)]).to.deep.equal(['ls\r', 'ls']);
        expect(inputOf('a\x03\x1b[201~b\x9b', false, true)).to.equal('a[201~b\r');
    });

    it('is one paste where it has several lines and the shell knows pastes', () => {
        expect(inputOf('a\nb', true, true)).to.equal('\x1b[200~a\nb\x1b[201~\r');
        expect(inputOf('a\nb', false, true)).to.equal('a\rb\r');
    });

    it('quotes a folder that needs it', () => {
        expect([quotedFolder('/a/b-c'), quotedFolder("/it's a")]).to.deep.equal(['/a/b-c', "'/it'\\''s a'"]);
    });
});
