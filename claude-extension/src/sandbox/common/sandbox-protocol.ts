import { nothing, request, rpcContract } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { SandboxState } from './sandbox-state';

/** What `callSession` knows of the sandbox. */
export const SandboxRpc = rpcContract({
    requests: {
        /** What the next process of this session will be started in. */
        getSandbox: request({ params: nothing, result: SandboxState })
    },
    notifications: {}
});
