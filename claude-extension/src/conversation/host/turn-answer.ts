import { ClaudeRuntime, TurnContext, TurnOutcome } from '../../runtime/host/runtime-api';
import { ClaudeSessionWorld } from './claude-session-world';
import { SessionTurn } from './session-turn';

/**
 * Lets the runtime answer a turn. When the turn was failed meanwhile, as by the cap on memory, it is so whatever the runtime
 * says of its end. Never rejects.
 */
export async function answerTurn(
    { memory, log }: Pick<ClaudeSessionWorld, 'memory' | 'log'>,
    { turn, context, runtime }: { turn: SessionTurn; context: TurnContext; runtime: () => ClaudeRuntime }
): Promise<TurnOutcome> {
    const outcome = await answer(context, runtime, error => log.error('claude.runtime-threw', { error }));
    await memory?.settled();
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
