import type { ILogger } from '@theia/core/lib/common/logger';
import type { ClaudeRuntimes, RuntimeInfo } from './claude-runtimes';
import type { ClaudeSessionModel } from './claude-session-model';

/** Which runtimes can be used, as the view of one session knows it. Methods never reject. */
export class KnownRuntimes {
    /** As last asked; undefined until the answer has come. */
    list: readonly RuntimeInfo[] | undefined;
    private asking: Promise<void> | undefined;
    private refused = false;
    private failed = false;

    /** `told`: called whenever an answer has come. */
    constructor(
        private readonly runtimes: Pick<ClaudeRuntimes, 'list'>,
        private readonly model: Pick<ClaudeSessionModel, 'outbox' | 'transcript' | 'connectionState'>,
        private readonly told: () => void,
        private readonly logger: Pick<ILogger, 'debug'>
    ) {}

    /** The one of this session. */
    get own(): RuntimeInfo | undefined {
        return this.list?.find(({ name }) => name === this.model.transcript.runtime);
    }

    /** Asks; while an answer is on its way, that one is waited for. */
    refresh(): Promise<void> {
        this.asking ??= this.ask().finally(() => (this.asking = undefined));
        return this.asking;
    }

    /** Asks once more, also where an answer is on its way that may be an older one. */
    async refreshAnew(): Promise<void> {
        await this.asking;
        await this.refresh();
    }

    /** Asks where something may be another way: it was never told, or a message was refused or a turn has failed just now. */
    modelChanged(): void {
        const { outbox, transcript, connectionState } = this.model;
        const refused = outbox.messages.some(message => message.state === 'refused');
        const failed = transcript.state === 'failed';
        const changed = (refused && !this.refused) || (failed && !this.failed);
        if (connectionState === 'online' && (!this.list || changed)) {
            void this.refresh();
        }
        this.refused = refused;
        this.failed = failed;
    }

    private async ask(): Promise<void> {
        try {
            this.list = await this.runtimes.list();
            this.told();
        } catch (error) {
            // Without a connection the banner says so; it is asked again when there is one.
            void this.logger.debug('Could not list the runtimes of Claude.', error);
        }
    }
}
