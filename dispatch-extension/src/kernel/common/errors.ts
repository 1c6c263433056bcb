import { z } from 'zod';

/** The nine kinds of failure, and only nine. The kind drives retry, log level and what the person sees. */
export const ErrorKind = z.enum([
    'invalid-input',
    'unauthenticated',
    'forbidden',
    'not-found',
    'conflict',
    'exhausted',
    'unavailable',
    'cancelled',
    'internal'
]);
export type ErrorKind = z.infer<typeof ErrorKind>;

/** How a failure crosses a process boundary. Never a stack. */
export const WireError = z.object({
    kind: ErrorKind,
    code: z.string().max(80),
    message: z.string().max(2_000),
    data: z.record(z.string(), z.unknown()).optional(),
    retryAfterMs: z.number().int().nonnegative().optional()
});
export type WireError = z.infer<typeof WireError>;

/** A failure with a kind, a code that names the case, and a sentence for the person at the screen. */
export class DispatchError extends Error {
    override readonly name = 'DispatchError';

    constructor(
        readonly kind: ErrorKind,
        readonly code: string,
        message: string,
        readonly data?: Record<string, unknown>,
        readonly retryAfterMs?: number,
        cause?: unknown
    ) {
        super(message, cause === undefined ? undefined : { cause });
    }

    /** The form that may leave the process. */
    toWire(): WireError {
        return {
            kind: this.kind,
            code: this.code,
            message: this.message.slice(0, 2_000),
            data: this.data,
            retryAfterMs: this.retryAfterMs
        };
    }

    static fromWire(wire: WireError): DispatchError {
        return new DispatchError(wire.kind, wire.code, wire.message, wire.data, wire.retryAfterMs);
    }
}

/** How one case is declared: `say` may hold `{name}` for each field of `data`. */
export interface ErrorDeclaration {
    kind: ErrorKind;
    say: string;
    retryAfterMs?: number;
}
type ErrorFactory = (data?: Record<string, string | number | boolean>, cause?: unknown) => DispatchError;

const declared = new Map<string, ErrorDeclaration>();

/**
 * Declares every failure of a feature. Codes are `<feature>.<case-in-kebab>`.
 * All declarations of a process can be listed by {@link listDeclaredErrors}, from which `docs/errors.md` is generated.
 */
export function defineErrors<T extends Record<string, ErrorDeclaration>>(
    feature: string,
    cases: T
): { [K in keyof T]: ErrorFactory } {
    const factories = {} as { [K in keyof T]: ErrorFactory };
    for (const [name, declaration] of Object.entries(cases) as [keyof T & string, ErrorDeclaration][]) {
        const code = `${feature}.${kebab(name)}`;
        declared.set(code, declaration);
        factories[name] = (data, cause) =>
            new DispatchError(
                declaration.kind,
                code,
                fill(declaration.say, data),
                data,
                declaration.retryAfterMs,
                cause
            );
    }
    return factories;
}

/** Every declared failure by code, in the order of declaration. */
export function listDeclaredErrors(): ReadonlyMap<string, ErrorDeclaration> {
    return declared;
}

/** Any thrown value as a `DispatchError`; what we did not declare becomes `internal`, with the cause kept for the log. */
export function asDispatchError(thrown: unknown): DispatchError {
    if (thrown instanceof DispatchError) {
        return thrown;
    }
    return new DispatchError(
        'internal',
        'kernel.internal',
        'Something went wrong inside Dispatch.',
        undefined,
        undefined,
        thrown
    );
}

function kebab(name: string): string {
    return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

function fill(template: string, data: Record<string, unknown> = {}): string {
    return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in data ? String(data[name]) : whole));
}
