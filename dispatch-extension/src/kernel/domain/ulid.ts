const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A ULID: 48 bits of time and 80 bits of chance as 26 characters of Crockford's base 32, sortable by time.
 * `random`: 16 bytes of which 5 bits each are used.
 */
export function ulid(nowMs: number, random: Uint8Array): string {
    let time = '';
    for (let rest = Math.floor(nowMs), place = 0; place < 10; place++) {
        time = ALPHABET[rest % 32] + time;
        rest = Math.floor(rest / 32);
    }
    return time + Array.from(random.subarray(0, 16), byte => ALPHABET[byte & 31]).join('');
}
