import { expect } from 'chai';
import { Gateway } from './gateway-process';
import { stopWhenAsked } from './run-gateway';

describe('the end of a gateway', () => {
    const hanging = {
        stop: () => new Promise<void>(() => undefined),
        log: { error: () => undefined } as unknown as Gateway['log']
    };
    const codeAfterLimit = (endSessions: boolean): Promise<number> =>
        new Promise(resolve => {
            void stopWhenAsked(hanging, endSessions, 5, resolve);
            // the limit alone keeps no process alive
            setTimeout(() => resolve(-1), 1_000);
        });

    it('has the code 0 when all was asked to end and it took too long, or the launcher starts all anew', async () => {
        expect(await codeAfterLimit(true)).to.equal(0);
    });

    it('has the code 1 when a signal asked for it and it took too long', async () => {
        expect(await codeAfterLimit(false)).to.equal(1);
    });
});
