import { expect } from 'chai';
import { MeterAccess } from 'dispatch-extension/lib/kernel/common/process-contract';
import { Current } from 'dispatch-extension/lib/kernel/host/current';
import { SessionContext } from 'dispatch-extension/lib/session/host/session-kind';
import { MeteredTerminals } from './metered-terminals';
import { meterToken } from './meter-token';

const METER: MeterAccess = {
    url: 'http://127.0.0.1:3030/meter',
    hasKey: true,
    tokenKey: 'k'.repeat(32),
    terminals: true
};
const CONTEXT = { info: { id: '01JD8Z6V4X2M3N5P7Q9R1S0T2V' } } as SessionContext;

async function environment(
    meter: Partial<MeterAccess>,
    env: Record<string, string> = {}
): Promise<Readonly<Record<string, string>>> {
    const feature = new MeteredTerminals(new Current({ ...METER, ...meter }));
    return (await feature.prepareStart({ file: '/bin/sh', args: [], env }, CONTEXT)).env;
}

describe('metered terminals', () => {
    it('are told the address of the meter and a token of their own', async () => {
        expect(await environment({}, { PATH: '/bin' })).to.deep.equal({
            PATH: '/bin',
            ANTHROPIC_BASE_URL: METER.url,
            ANTHROPIC_AUTH_TOKEN: meterToken(METER, CONTEXT.info.id)
        });
    });

    it('are told nothing where the operator does not want it, or there is no key', async () => {
        expect(await environment({ terminals: false })).to.deep.equal({});
        expect(await environment({ terminals: undefined })).to.deep.equal({});
        expect(await environment({ hasKey: false })).to.deep.equal({});
    });

    it('leave a person what they have set', async () => {
        for (const name of ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL']) {
            expect(await environment({}, { [name]: 'mine' })).to.deep.equal({ [name]: 'mine' });
        }
    });
});
