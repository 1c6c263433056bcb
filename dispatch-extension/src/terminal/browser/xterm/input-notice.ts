import { Emitter, Event } from '@theia/core/lib/common/event';

/** Plugins are told of typed text when nothing was typed for this long, in ms. */
const REST_MS = 300;

/**
 * Tells plugins what was typed. Each notice costs three messages and wakes two processes, so a plugin that only wants to
 * know that somebody has typed is told at rest; one whose pseudoterminal reads the input is told at once.
 */
export class InputNotice {
    private readonly emitter = new Emitter<string>();
    private gathered = '';
    private timer: number | undefined;
    readonly event: Event<string> = this.emitter.event;

    now(data: string): void {
        this.emitter.fire(data);
    }

    atRest(data: string): void {
        this.gathered += data;
        window.clearTimeout(this.timer);
        this.timer = window.setTimeout(() => {
            const text = this.gathered;
            this.gathered = '';
            this.emitter.fire(text);
        }, REST_MS);
    }

    dispose(): void {
        window.clearTimeout(this.timer);
        this.emitter.dispose();
    }
}
