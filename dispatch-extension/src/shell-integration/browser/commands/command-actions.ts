import { ClipboardService } from '@theia/core/lib/browser/clipboard-service';
import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { inject, injectable } from '@theia/core/shared/inversify';
import { asDispatchError } from '../../../kernel/common/errors';
import { SessionsClient } from '../../../session/browser/sessions-client';
import { CommandRecord } from '../../common/shell-integration-protocol';
import { inputOf } from '../../domain/command-input';
import { IntegratedTerminal } from '../integrated-terminal';
import { commandsOf } from '../terminal-commands';

/** What is done with one command of a terminal. What goes wrong is said to the person. */
@injectable()
export class CommandActions {
    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;
    @inject(ClipboardService)
    protected readonly clipboard!: ClipboardService;
    @inject(MessageService)
    protected readonly messages!: MessageService;

    /** Types it again, and Enter where the shell itself has said that this was the command. */
    run(terminal: IntegratedTerminal, { line, trusted }: Pick<CommandRecord, 'line' | 'trusted'>): void {
        const { widget } = terminal;
        if (line !== '') {
            widget.terminal.scrollToBottom();
            widget.sendText(inputOf(line, widget.terminal.modes.bracketedPasteMode, trusted));
            widget.terminal.focus();
        }
    }

    async copyLine({ line }: CommandRecord): Promise<void> {
        await this.clipboard.writeText(line);
    }

    async copyOutput(terminal: IntegratedTerminal, { n }: CommandRecord): Promise<void> {
        const { sessionId } = terminal.widget;
        if (!sessionId) {
            return;
        }
        try {
            const { text, cut } = await commandsOf(this.sessions, sessionId).getCommandOutput({ n });
            await this.clipboard.writeText(text);
            if (cut) {
                void this.messages.info(
                    nls.localize(
                        'dispatch/shell/cut',
                        'The end of the output was copied. Its beginning is too long ago.'
                    )
                );
            }
        } catch (thrown) {
            void this.messages.error(asDispatchError(thrown).message);
        }
    }
}
