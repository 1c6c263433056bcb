import { MeterAccess } from 'dispatch-extension/lib/kernel/common/process-contract';
import { SessionAllowance } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { meterToken } from './meter-token';

const ANSWER_MS = 5_000;

/**
 * Asks the meter whether the next request of a session would be let through, else why not and until when. Rejects when
 * the gateway cannot be reached; then nothing is known.
 */
export async function askAllowance(meter: MeterAccess, sessionId: string): Promise<SessionAllowance> {
    const answer = await fetch(`${meter.url}/limits`, {
        headers: { 'x-api-key': meterToken(meter, sessionId) },
        signal: AbortSignal.timeout(ANSWER_MS)
    });
    if (!answer.ok) {
        throw new Error(`the meter answered with status ${answer.status}`);
    }
    return SessionAllowance.parse(await answer.json());
}
