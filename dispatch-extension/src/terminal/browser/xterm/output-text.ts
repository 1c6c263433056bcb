import { Emitter, Event } from '@theia/core/lib/common/event';

/** Output as text, for plugins. It is decoded only while somebody listens. */
export class OutputText {
    private decoder: TextDecoder | undefined;
    private readonly emitter = new Emitter<string>({
        // One for as long as somebody listens: a character may be cut between two pieces.
        onFirstListenerAdd: () => (this.decoder = new TextDecoder('utf-8', { ignoreBOM: true })),
        onLastListenerRemove: () => (this.decoder = undefined)
    });
    readonly event: Event<string> = this.emitter.event;

    push(output: Uint8Array | string): void {
        if (this.decoder) {
            this.emitter.fire(typeof output === 'string' ? output : this.decoder.decode(output, { stream: true }));
        }
    }

    dispose(): void {
        this.emitter.dispose();
    }
}
