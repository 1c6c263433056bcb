import { createHmac } from 'node:crypto';
import { MeterAccess } from 'dispatch-extension/lib/kernel/common/process-contract';

/** What a session shows to the meter instead of a key: `<sessionId>.<HMAC-SHA-256 of it, base64url>`. */
export function meterToken({ tokenKey }: MeterAccess, sessionId: string): string {
    return `${sessionId}.${createHmac('sha256', tokenKey).update(sessionId).digest('base64url')}`;
}
