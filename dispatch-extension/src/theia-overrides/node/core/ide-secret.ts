import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { SECRET_HEADER } from '../../../kernel/common/process-contract';

/**
 * Knows whether a request comes from the gateway: it bears the secret that both were given.
 * Never throws, whatever the request holds. Takes the same time for every wrong secret.
 */
export class IdeSecret {
    private readonly expected: Buffer;

    constructor(secret: string) {
        this.expected = digest(secret);
    }

    isBorneBy(request: Pick<IncomingMessage, 'headers'>): boolean {
        const given = request.headers?.[SECRET_HEADER];
        return typeof given === 'string' && timingSafeEqual(digest(given), this.expected);
    }
}

function digest(text: string): Buffer {
    return createHash('sha256').update(text).digest();
}
