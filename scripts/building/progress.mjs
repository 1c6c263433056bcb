/** A step has failed, and its line has said why. */
export class StepFailed extends Error {}

/** Runs a step and says what it does, how long it has taken so far, and how it ended. Throws {@link StepFailed}. */
export async function step(name, run) {
  const startedAt = performance.now();
  const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1);
  let doing = '';
  const ticker = setInterval(
    () => line(`${name} … ${doing}${doing ? ', ' : ''}${Math.round(Number(seconds()))} s`),
    5_000
  );
  try {
    line(`${name} …`);
    await run(what => {
      doing = what;
      line(`${name} … ${what}`);
    });
    line(`${name} done in ${seconds()} s`);
  } catch (error) {
    line(`${name} failed after ${seconds()} s: ${error instanceof Error ? error.message : String(error)}`);
    throw new StepFailed(`${name} failed`, { cause: error });
  } finally {
    clearInterval(ticker);
  }
}

/** One line to the person. */
export function line(text) {
  process.stdout.write(`[dispatch] ${text}\n`);
}
