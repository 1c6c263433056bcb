import { z } from 'zod';
import { asDispatchError, DispatchError, WireError } from '../common/errors';
import { RpcErrors } from '../common/rpc-errors';
import { RequestDeclaration, RpcContract, RpcService } from '../common/rpc-contract';
import { StructuredLog } from './structured-log';

/** A request that is known, with who answers it. */
interface GuardedMethod {
    declaration: RequestDeclaration;
    answer(params: unknown): Promise<unknown>;
}

/**
 * The one way in: every request of a page passes here. Known method, parsed parameters, parsed result, errors mapped to
 * their wire form, one log line without contents.
 */
export class RpcGuard {
    private readonly methods = new Map<string, GuardedMethod>();

    constructor(private readonly log: StructuredLog) {}

    /** Lets a service answer the requests of its contract. Names must be unique over all contracts. */
    serve<C extends RpcContract>(contract: C, service: RpcService<C>): void {
        for (const [method, declaration] of Object.entries(contract.requests)) {
            if (this.methods.has(method)) {
                throw new RangeError(`two services answer ${method}`);
            }
            const answer = service[method as keyof RpcService<C>].bind(service) as GuardedMethod['answer'];
            this.methods.set(method, { declaration, answer });
        }
    }

    /** Answers one request. Never rejects. */
    async call(method: string, params: unknown): Promise<{ result?: unknown; error?: WireError }> {
        const startedAtMs = performance.now();
        const known = this.methods.get(method);
        try {
            if (!known) {
                throw RpcErrors.unknownMethod({ method });
            }
            const result = await callChecked(method, known, params);
            this.log.debug('rpc.answered', { method, durationMs: Math.round(performance.now() - startedAtMs) });
            return { result };
        } catch (thrown) {
            const error = asDispatchError(thrown);
            this.report(known ? method : '(unknown)', error, Math.round(performance.now() - startedAtMs));
            return { error: error.toWire() };
        }
    }

    private report(method: string, error: DispatchError, durationMs: number): void {
        const fields = { method, code: error.code, kind: error.kind, durationMs };
        if (error.kind === 'internal') {
            this.log.error('rpc.failed', { ...fields, error: error.cause ?? error });
        } else {
            this.log.info('rpc.refused', fields);
        }
    }
}

/**
 * Answers a request that came inside of another one (`callSession`, `callKind`), by the same rules.
 * Throws `kernel.unknown-method`, `kernel.bad-params` or what the service throws.
 */
export async function answerCall<C extends RpcContract>(
    contract: C,
    service: RpcService<C>,
    method: string,
    params: unknown
): Promise<unknown> {
    if (!Object.hasOwn(contract.requests, method)) {
        throw RpcErrors.unknownMethod({ method });
    }
    const answer = service[method as keyof RpcService<C>].bind(service) as GuardedMethod['answer'];
    return callChecked(method, { declaration: contract.requests[method], answer }, params);
}

async function callChecked(method: string, known: GuardedMethod, params: unknown): Promise<unknown> {
    const parsed = known.declaration.params.safeParse(params);
    if (!parsed.success) {
        throw RpcErrors.badParams({ method, why: firstIssue(parsed.error) });
    }
    const result = known.declaration.result.safeParse(await known.answer(parsed.data));
    if (!result.success) {
        throw RpcErrors.badResult({ method }, result.error);
    }
    return result.data;
}

/** The first thing that is wrong, in one line, without the value itself. */
export function firstIssue(error: z.ZodError): string {
    const [issue] = error.issues;
    const path = issue.path.map(String).join('.');
    return path ? `${path}: ${issue.message}` : issue.message;
}
