import { expect } from 'chai';
import type { IncomingMessage } from 'node:http';
import { SECRET_HEADER } from '../../../kernel/common/process-contract';
import { GatewayConnectionValidator } from './hosting/browser-connection-token';
import { IdeSecret } from './ide-secret';

const SECRET = 'a-secret-of-more-than-thirty-two-characters';

describe('the secret of the ide', () => {
    const validator = new GatewayConnectionValidator(new IdeSecret(SECRET));
    const allows = (headers: unknown): boolean => validator.allowWsUpgrade({ headers } as IncomingMessage);

    it('never throws, whatever an upgrade holds (Theia would leave it hanging)', () => {
        const strange = [
            undefined,
            {},
            { [SECRET_HEADER]: '' },
            { [SECRET_HEADER]: [SECRET] },
            { [SECRET_HEADER]: '\u0000é' }
        ];
        expect(strange.map(allows)).to.deep.equal([false, false, false, false, false]);
    });

    it('lets nobody in with a part of it, or with more', () => {
        expect(
            [SECRET.slice(1), SECRET.slice(0, -1), `${SECRET}x`, SECRET.toUpperCase()].map(given =>
                allows({ [SECRET_HEADER]: given })
            )
        ).to.deep.equal([false, false, false, false]);
    });

    it('lets the gateway in', () => {
        expect(allows({ [SECRET_HEADER]: SECRET })).to.equal(true);
    });
});
