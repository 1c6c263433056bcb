import { expect } from 'chai';
import { asDispatchError, defineErrors, DispatchError, listDeclaredErrors, WireError } from './errors';

const Errors = defineErrors('tea', {
    potEmpty: { kind: 'exhausted', say: 'The pot "{pot}" is empty, {pot}.', retryAfterMs: 500 }
});

describe('errors', () => {
    it('carry the code of their case and say what it is about', () => {
        expect(Errors.potEmpty({ pot: 'blue' }).toWire()).to.deep.equal({
            kind: 'exhausted',
            code: 'tea.pot-empty',
            message: 'The pot "blue" is empty, blue.',
            data: { pot: 'blue' },
            retryAfterMs: 500
        });
    });

    it('cross a process boundary without their stack and without their cause', () => {
        const wire = JSON.stringify(Errors.potEmpty({ pot: 'blue' }, new Error('secret')).toWire());
        expect(wire).not.to.match(/secret|stack|\.ts/);
        expect(DispatchError.fromWire(WireError.parse(JSON.parse(wire))).code).to.equal('tea.pot-empty');
    });

    it('say nothing of what we did not foresee, and keep it for the log', () => {
        const cause = new TypeError('password is hunter2');
        const error = asDispatchError(cause);
        expect(error.kind).to.equal('internal');
        expect(error.toWire().message).not.to.contain('hunter2');
        expect(error.cause).to.equal(cause);
    });

    it('can be listed', () => {
        expect([...listDeclaredErrors().keys()]).to.include('tea.pot-empty');
    });
});
