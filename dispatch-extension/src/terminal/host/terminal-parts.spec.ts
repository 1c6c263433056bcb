import { expect } from 'chai';
import { z } from 'zod';
import { request, rpcContract } from '../../kernel/common/rpc-contract';
import { answers, FeaturedTerminal, TerminalHostFeature } from './terminal-feature';
import { TerminalParts } from './terminal-parts';

const CountRpc = rpcContract({
    requests: {
        countOutput: request({ params: z.object({ from: z.number() }), result: z.object({ bytes: z.number() }) })
    },
    notifications: {}
});

describe('terminal parts', () => {
    let disposed = 0;
    const counting: TerminalHostFeature = {
        joinTerminal: () => {
            let bytes = 0;
            return {
                onOutput: piece => (bytes += piece.length),
                answers: answers(CountRpc, { countOutput: async ({ from }) => ({ bytes: bytes - from }) }),
                dispose: async () => void disposed++
            };
        }
    };
    const parts = () => new TerminalParts([{}, counting], {} as FeaturedTerminal);

    beforeEach(() => (disposed = 0));

    it('answer no request that no feature declares, whatever its name', () => {
        expect(parts().find('toString')).to.equal(undefined);
        expect(parts().find('getProcess')).to.equal(undefined);
    });

    it('refuse parameters that the contract does not allow', async () => {
        const rejected = await parts()
            .find('countOutput')?.({ from: 'the start' })
            .catch((error: { code: string }) => error.code);
        expect(rejected).to.equal('kernel.bad-params');
    });

    it('answer from what they have seen', async () => {
        const joined = parts();
        joined.onOutput(new Uint8Array(5), 0);
        joined.onOutput(new Uint8Array(2), 5);
        expect(await joined.find('countOutput')?.({ from: 1 })).to.deep.equal({ bytes: 6 });
    });

    it('are let go of once', async () => {
        const joined = parts();
        await Promise.all([joined.dispose(), joined.dispose()]);
        expect(disposed).to.equal(1);
    });
});
