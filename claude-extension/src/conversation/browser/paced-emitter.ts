import { Disposable } from '@theia/core/lib/common/disposable';
import { Emitter, Event } from '@theia/core/lib/common/event';

/**
 * Tells of changes at most once per `paceMs`: the first at once, those that follow too soon together at the end of the
 * pause. The last change is never swallowed.
 */
export class PacedEmitter implements Disposable {
    private readonly emitter = new Emitter<void>();
    private lastMs = -Infinity;
    private timer: ReturnType<typeof setTimeout> | undefined;

    constructor(private readonly paceMs: number) {}

    get event(): Event<void> {
        return this.emitter.event;
    }

    fire(): void {
        if (this.timer !== undefined) {
            return;
        }
        const waitMs = this.lastMs + this.paceMs - Date.now();
        if (waitMs <= 0) {
            this.fireNow();
        } else {
            this.timer = setTimeout(() => this.fireNow(), waitMs);
        }
    }

    dispose(): void {
        clearTimeout(this.timer);
        this.emitter.dispose();
    }

    private fireNow(): void {
        this.timer = undefined;
        this.lastMs = Date.now();
        this.emitter.fire();
    }
}
