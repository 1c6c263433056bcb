import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { DispatchError, asDispatchError } from '../../kernel/common/errors';

/** What one terminal says to the person beside its screen. */
export class TerminalNotices {
    private said: string | undefined;

    constructor(private readonly messages: MessageService) {}

    /** Input was not taken: nobody must believe that it went in. */
    inputFull(): void {
        void this.messages.warn(
            nls.localize(
                'dispatch/terminal/full',
                'Too much input waits for the connection. The last of it was not taken.'
            )
        );
    }

    /** Input that the program did not read was dropped. */
    inputDropped(error: DispatchError): void {
        void this.messages.warn(error.message);
    }

    /** A message that would come again and again. */
    once(error: DispatchError): void {
        if (this.said !== error.message) {
            this.said = error.message;
            void this.messages.info(error.message, { timeout: 10_000 });
        }
    }

    failed(thrown: unknown): void {
        void this.messages.error(asDispatchError(thrown).message);
    }
}
