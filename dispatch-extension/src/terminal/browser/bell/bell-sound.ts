/** A bell that is rung again within this time is one bell, in ms. */
const ONE_BELL_MS = 250;
const FREQUENCY_HZ = 880;
const VOLUME = 0.08;
const LENGTH_S = 0.15;

let context: AudioContext | undefined;
let rungAtMs = -Infinity;

/** A short, quiet tone. A browser that wants a click of the person first stays silent until there was one. */
export function ring(): void {
    if (performance.now() - rungAtMs < ONE_BELL_MS) {
        return;
    }
    rungAtMs = performance.now();
    context ??= new AudioContext();
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = FREQUENCY_HZ;
    volume.gain.setValueAtTime(VOLUME, context.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + LENGTH_S);
    tone.connect(volume).connect(context.destination);
    tone.start();
    tone.stop(context.currentTime + LENGTH_S);
}
