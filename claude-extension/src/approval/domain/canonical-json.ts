/**
 * The one JSON text of a value: keys sorted by UTF-16 unit at every level, no white space, `undefined` left out as
 * `JSON.stringify` does. Two inputs have the same text exactly when a tool would see the same input.
 * Errors: TypeError for what JSON cannot hold (functions, bigint, numbers that are not finite).
 */
export function canonicalJson(value: unknown): string {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') {
        return JSON.stringify(value);
    }
    if (typeof value === 'number') {
        if (!Number.isFinite(value)) {
            throw new TypeError('JSON has no such number');
        }
        return JSON.stringify(value);
    }
    if (Array.isArray(value)) {
        return `[${value.map(item => canonicalJson(item === undefined ? null : item)).join(',')}]`;
    }
    if (typeof value === 'object') {
        return canonicalObject(value as Record<string, unknown>);
    }
    throw new TypeError(`JSON cannot hold a ${typeof value}`);
}

function canonicalObject(value: Record<string, unknown>): string {
    const members = Object.keys(value)
        .filter(key => value[key] !== undefined)
        .sort((left, right) => (left < right ? -1 : 1))
        .map(key => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
    return `{${members.join(',')}}`;
}
