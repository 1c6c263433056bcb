import { expect } from 'chai';
import { z } from 'zod';
import { DispatchError } from '../common/errors';
import { nothing, request, rpcContract } from '../common/rpc-contract';
import { TestLog } from '../testing/test-log';
import { answerCall, RpcGuard } from './rpc-guard';

const TeaRpc = rpcContract({
    requests: {
        brew: request({
            params: z.object({ cups: z.number().int().max(4) }),
            result: z.object({ minutes: z.number() })
        }),
        spill: request({ params: nothing, result: nothing })
    },
    notifications: {}
});

class Tea {
    brewed = 0;
    async brew({ cups }: { cups: number }) {
        this.brewed += cups;
        return { minutes: this.brewed === 4 ? (undefined as unknown as number) : 3 };
    }
    async spill(): Promise<undefined> {
        throw new Error('the secret recipe');
    }
}

describe('the guard in front of every call', () => {
    let log: TestLog;
    let tea: Tea;
    let guard: RpcGuard;

    beforeEach(() => {
        log = new TestLog();
        tea = new Tea();
        guard = new RpcGuard(log);
        guard.serve(TeaRpc, tea);
    });

    it('refuses a method that nobody declared, those of Object included', async () => {
        for (const method of ['pour', 'toString', 'constructor', '__proto__', 'brewed']) {
            expect((await guard.call(method, {})).error?.code, method).to.equal('kernel.unknown-method');
        }
    });

    it('refuses parameters that do not fit, and never calls the service with them', async () => {
        for (const params of [undefined, null, {}, { cups: '1' }, { cups: 5 }, []]) {
            expect((await guard.call('brew', params)).error?.code).to.equal('kernel.bad-params');
        }
        expect(tea.brewed).to.equal(0);
    });

    it('does not repeat in its message what was sent', async () => {
        const { error } = await guard.call('brew', { cups: 'my password' });
        expect(JSON.stringify(error)).not.to.contain('my password');
    });

    it('answers with the parsed result', async () => {
        expect(await guard.call('brew', { cups: 1, more: 'x' })).to.deep.equal({ result: { minutes: 3 } });
    });

    it('does not let out a result that breaks the contract', async () => {
        expect((await guard.call('brew', { cups: 4 })).error?.code).to.equal('kernel.bad-result');
    });

    it('tells the page nothing of an unforeseen error, and the log everything', async () => {
        const { error } = await guard.call('spill', {});
        expect(error).to.deep.include({ kind: 'internal', code: 'kernel.internal' });
        expect(JSON.stringify(error)).not.to.contain('recipe');
        expect(log.errors).to.deep.equal(['rpc.failed']);
    });

    it('keeps parameters out of the log', async () => {
        await guard.call('brew', { cups: 5, note: 'private' });
        expect(JSON.stringify(log.entries)).not.to.contain('private');
    });

    it('guards calls inside of calls in the same way', async () => {
        expect(await answerCall(TeaRpc, tea, 'brew', { cups: 1 })).to.deep.equal({ minutes: 3 });
        expect(await codeOf(answerCall(TeaRpc, tea, 'toString', {}))).to.equal('kernel.unknown-method');
        expect(await codeOf(answerCall(TeaRpc, tea, 'brew', {}))).to.equal('kernel.bad-params');
    });
});

async function codeOf(call: Promise<unknown>): Promise<string | undefined> {
    return call.then(
        () => undefined,
        (error: DispatchError) => error.code
    );
}
