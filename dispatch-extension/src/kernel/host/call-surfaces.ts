import { RpcErrors } from '../common/rpc-errors';
import { RpcContract, RpcService } from '../common/rpc-contract';
import { answerCall } from './rpc-guard';

type Answer = (method: string, params: unknown) => Promise<unknown>;

/**
 * Several contracts that are answered in one place (`callSession`, `callKind`), so that each feature brings its own.
 * Names must be unique over all of them.
 */
export class CallSurfaces {
    private readonly answers = new Map<string, Answer>();

    /** Lets a service answer the requests of its contract. Errors: RangeError for a name that is taken. */
    serve<C extends RpcContract>(contract: C, service: RpcService<C>): void {
        for (const method of Object.keys(contract.requests)) {
            if (this.answers.has(method)) {
                throw new RangeError(`two services answer ${method}`);
            }
            this.answers.set(method, (name, params) => answerCall(contract, service, name, params));
        }
    }

    /** Throws `kernel.unknown-method`, `kernel.bad-params` or what the service throws. */
    async call(method: string, params: unknown): Promise<unknown> {
        const answer = this.answers.get(method);
        if (!answer) {
            throw RpcErrors.unknownMethod({ method });
        }
        return answer(method, params);
    }
}
