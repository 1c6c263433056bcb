import { expect } from 'chai';
import { z } from 'zod';
import { request, rpcContract } from '../common/rpc-contract';
import { CallSurfaces } from './call-surfaces';

const word = z.object({ word: z.string() });
const First = rpcContract({ requests: { shout: request({ params: word, result: word }) }, notifications: {} });
const Second = rpcContract({ requests: { whisper: request({ params: word, result: word }) }, notifications: {} });

function surfaces(): CallSurfaces {
    const both = new CallSurfaces();
    both.serve(First, { shout: async ({ word: said }) => ({ word: said.toUpperCase() }) });
    both.serve(Second, { whisper: async ({ word: said }) => ({ word: said.toLowerCase() }) });
    return both;
}

describe('call surfaces', () => {
    it('give each request to the service that declared it', async () => {
        expect(await surfaces().call('shout', { word: 'Yes' })).to.deep.equal({ word: 'YES' });
        expect(await surfaces().call('whisper', { word: 'Yes' })).to.deep.equal({ word: 'yes' });
    });

    it('refuse what nobody declared, also what every object has', async () => {
        for (const method of ['sing', 'toString', '__proto__']) {
            const error: unknown = await surfaces()
                .call(method, {})
                .catch((thrown: unknown) => thrown);
            expect(error).to.include({ code: 'kernel.unknown-method' });
        }
    });

    it('check parameters', async () => {
        const error: unknown = await surfaces()
            .call('shout', { word: 1 })
            .catch((thrown: unknown) => thrown);
        expect(error).to.include({ code: 'kernel.bad-params' });
    });

    it('let no name be declared twice', () => {
        const both = surfaces();
        expect(() => both.serve(First, { shout: async said => said })).to.throw(RangeError, 'shout');
    });
});
