import { z } from 'zod';

/** One request of a contract: what goes in and what comes out, as schemas. */
export interface RequestDeclaration<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
    params: P;
    result: R;
}

/** A set of requests that one side answers, and of notifications that it sends. The only place where method names occur. */
export interface RpcContract<
    Q extends Record<string, RequestDeclaration> = Record<string, RequestDeclaration>,
    N extends Record<string, z.ZodType> = Record<string, z.ZodType>
> {
    requests: Q;
    notifications: N;
}

/** Declares a request. */
export function request<P extends z.ZodType, R extends z.ZodType>(declaration: {
    params: P;
    result: R;
}): RequestDeclaration<P, R> {
    return declaration;
}

/** Declares a contract; the types of both sides are inferred from it. */
export function rpcContract<Q extends Record<string, RequestDeclaration>, N extends Record<string, z.ZodType>>(
    contract: RpcContract<Q, N>
): RpcContract<Q, N> {
    return contract;
}

/** No parameters, or no result. */
export const nothing = z.object({}).optional();

/** The side that answers: one method per request. It is called with parsed parameters only. */
export type RpcService<C extends RpcContract> = {
    [M in keyof C['requests']]: (
        params: z.output<C['requests'][M]['params']>
    ) => Promise<z.input<C['requests'][M]['result']>>;
};

/** The side that asks: one method per request. Its answers are parsed before they are given out. */
export type RpcClient<C extends RpcContract> = {
    [M in keyof C['requests']]: (
        params: z.input<C['requests'][M]['params']>
    ) => Promise<z.output<C['requests'][M]['result']>>;
};
