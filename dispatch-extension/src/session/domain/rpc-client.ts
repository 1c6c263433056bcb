import { RpcClient, RpcContract } from '../../kernel/common/rpc-contract';
import { ConnectionErrors } from '../common/connection-errors';

/** Asks one request; what it resolves to is not yet checked. */
export type RpcCall = (method: string, params: unknown) => Promise<unknown>;

/** The side that asks, for a contract: parameters are checked before they go out, answers before they are given out. */
export function createRpcClient<C extends RpcContract>(contract: C, call: RpcCall): RpcClient<C> {
    const entries = Object.entries(contract.requests).map(([method, declaration]) => [
        method,
        async (params: unknown) => {
            const answer = await call(method, declaration.params.parse(params));
            const result = declaration.result.safeParse(answer);
            if (!result.success) {
                throw ConnectionErrors.badAnswer({ method }, result.error);
            }
            return result.data;
        }
    ]);
    return Object.fromEntries(entries) as RpcClient<C>;
}
