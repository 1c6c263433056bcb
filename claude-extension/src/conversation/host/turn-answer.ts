import { ClaudeRuntime, TurnContext, TurnOutcome } from '../../runtime/host/runtime-api';
import { ClaudeSessionWorld } from './claude-session-world';
import { SessionTurn } from './session-turn';

/**
 * Lets the runtime answer a turn, unless it takes more memory than it may: then the turn fails, whatever the runtime says
 * of its end. `failed` is told so before the processes are ended. Never rejects.
 */
export async function answerTurn(
    { memory, log }: Pick<ClaudeSessionWorld, 'memory' | 'log'>,
    { turn, context, runtime }: { turn: SessionTurn; context: TurnContext; runtime: () => ClaudeRuntime },
    failed: (why: string) => void
): Promise<TurnOutcome> {
    const endWatch = memory?.watch(why => {
        turn.fail(why);
        failed(why);
    });
    const outcome = await answer(context, runtime, error => log.error('claude.runtime-threw', { error }));
    await endWatch?.();
    const { failure } = turn;
    const { runtimePosition } = outcome;
    return failure === undefined ? outcome : { outcome: 'failed', error: failure, runtimePosition };
}

async function answer(
    context: TurnContext,
    runtime: () => ClaudeRuntime,
    threw: (error: unknown) => void
): Promise<TurnOutcome> {
    if (context.signal.aborted) {
        return { outcome: 'interrupted' };
    }
    try {
        return await runtime().runTurn(context);
    } catch (error) {
        threw(error);
        return { outcome: 'failed', error: 'Something went wrong inside Dispatch. Send a message to go on.' };
    }
}
