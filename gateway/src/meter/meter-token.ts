import { createHmac, timingSafeEqual } from 'node:crypto';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';

/** The key of the tokens, derived from the installation's secret so that it is the same after a restart of the gateway. */
export function meterTokenKey(secret: string): string {
    return createHmac('sha256', secret).update('dispatch meter token v1').digest('base64url');
}

/** The token of a session: `<sessionId>.<HMAC-SHA-256 of it, base64url>`. */
export function meterToken(sessionId: string, tokenKey: string): string {
    return `${sessionId}.${createHmac('sha256', tokenKey).update(sessionId).digest('base64url')}`;
}

/** The session that a token was made for, or undefined for a token that we did not make. Takes the same time for all. */
export function sessionOfToken(token: string, tokenKey: string): SessionId | undefined {
    const sessionId = SessionId.safeParse(token.slice(0, Math.max(0, token.indexOf('.'))));
    if (!sessionId.success) {
        return undefined;
    }
    const expected = Buffer.from(meterToken(sessionId.data, tokenKey));
    const given = Buffer.from(token);
    return expected.length === given.length && timingSafeEqual(expected, given) ? sessionId.data : undefined;
}
