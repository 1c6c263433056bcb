import { ClaudeRuntime } from '../../runtime/host/runtime-api';

/** The runtime of one session: made when it is needed first, and anew when all that it started had to be ended. */
export class SessionRuntime {
    private made?: ClaudeRuntime;

    constructor(private readonly make: () => ClaudeRuntime) {}

    get current(): ClaudeRuntime {
        this.made ??= this.make();
        return this.made;
    }

    /** Ends it with everything that it started; the next turn has a new one. */
    async renew(): Promise<void> {
        await this.made?.end();
        this.made = undefined;
    }

    /** Ends it with everything that it started. */
    async end(): Promise<void> {
        await this.made?.end();
    }
}
