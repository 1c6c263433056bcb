/**
 * While output floods, a picture of it is made only so often, in ms: twice a second the screen is seen to move, and all
 * else of the machine is left to the program. A flood that is shorter costs no picture but that of its end.
 */
export const FLOOD_PAUSE_MS = 500;
/** It is made at once when no output has come for so long; where it ends with the prompt of a shell, sooner. In ms. */
const REST_MS = 15;
const PROMPT_REST_MS = 2;

/** Output at a moment of a clock that never goes back, in ms. */
export interface OutputMoment {
    readonly nowMs: number;
    /** When the last of it came. */
    readonly grewAtMs: number;
    /** When a picture is to be made though more comes. */
    readonly dueAtMs: number;
    /** Whether a shell has said that it waits for the next command. Asked only where it matters. */
    endsWithPrompt(): boolean;
}

/** How long to wait before a picture is made, or before this is asked again, in ms; 0 for now. */
export function waitForPicture({ nowMs, grewAtMs, dueAtMs, endsWithPrompt }: OutputMoment): number {
    const restedMs = nowMs - grewAtMs;
    const isDue = nowMs >= dueAtMs || restedMs >= REST_MS || (restedMs >= PROMPT_REST_MS && endsWithPrompt());
    return isDue ? 0 : PROMPT_REST_MS;
}
