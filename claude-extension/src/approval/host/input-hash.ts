import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json';

/** What an approval is bound to: SHA-256, as 64 hex digits, of the canonical JSON of a tool's input. */
export function inputHash(input: Record<string, unknown>): string {
    return createHash('sha256').update(canonicalJson(input)).digest('hex');
}
