import { IdeStart } from '../../kernel/common/process-contract';

let current: IdeStart | undefined;

/**
 * Keeps the start parameters for the bindings of this process. To be called once, before the container is built.
 * Throws a ZodError when the parameters are not those of the contract.
 */
export function acceptIdeStart(parameters: unknown): IdeStart {
    current = IdeStart.parse(parameters);
    return current;
}

/**
 * The start parameters of this process.
 * Throws where there are none: an ide that was started by another way than its launcher has no secret, and must not run.
 */
export function ideStart(): IdeStart {
    if (!current) {
        throw new Error('The ide was started without its start parameters.');
    }
    return current;
}
