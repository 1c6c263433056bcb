import { Anthropic, AnthropicError } from '@anthropic-ai/sdk';
import { usageReport } from '../../usage/host/usage-api';
import { sayFailure } from '../domain/api-failure';
import { compactionDue, SUMMARY_REQUEST } from '../domain/compaction';
import { projectMessages } from '../domain/message-projection';
import { TurnContext } from './claude-runtime';
import { withPictures } from './message-pictures';
import { asApiFailure, RetryListener } from './messages-client';

/** As the protocol has it. */
const MAX_NOTICE_CHARS = 2_000;

type Stream = ReturnType<Anthropic['messages']['stream']>;

/** Makes room in the conversation of one turn: has what is too long summarised before it is sent again. */
export class Compactor {
    /** It would most likely fail again; the next turn tries again. */
    private hasFailed = false;

    /** `ask`: sends a conversation to Claude, whose answer calls no tool. */
    constructor(
        private readonly turn: TurnContext,
        private readonly ask: (messages: Anthropic.MessageParam[], onRetry: RetryListener) => Stream
    ) {}

    /**
     * Resolves when the summary is on the disk, or when none is needed. When Claude cannot be had to write one, a notice says
     * so and all is as before. Errors: that the turn was stopped; `claude.picture-not-found`.
     */
    async makeRoom(model: string, signal: AbortSignal): Promise<void> {
        const history = this.hasFailed ? [] : await this.turn.history();
        const throughSeq = compactionDue(history, model);
        const messages = projectMessages(history.filter(({ seq }) => seq <= (throughSeq ?? 0)));
        if (throughSeq === undefined || messages.length === 0) {
            return;
        }
        try {
            const summary = await this.summarise(await withPictures(messages, this.turn));
            signal.throwIfAborted();
            if (summary === undefined) {
                this.giveUp('Claude wrote no summary.');
                return;
            }
            await this.turn.report({ type: 'compacted', summary, throughSeq });
        } catch (error) {
            if (signal.aborted || !(error instanceof AnthropicError)) {
                throw error;
            }
            this.giveUp(sayFailure(asApiFailure(error)));
        }
    }

    /** `undefined` when the answer is none. Errors: what the SDK throws. */
    private async summarise(messages: readonly Anthropic.MessageParam[]): Promise<string | undefined> {
        const onRetry = (text: string): void => this.warn(text);
        const reply: Anthropic.Message = await this.ask(asking(messages), onRetry).finalMessage();
        void this.turn.report(usageReport(reply.model, reply.usage));
        const summary = reply.content.flatMap(block => (block.type === 'text' ? [block.text] : [])).join('\n');
        const isWhole = reply.stop_reason === 'end_turn' || reply.stop_reason === 'max_tokens';
        return isWhole && summary.trim() !== '' ? summary : undefined;
    }

    private giveUp(why: string): void {
        this.hasFailed = true;
        this.warn(`The conversation is long and could not be summarised. ${why}`);
    }

    private warn(text: string): void {
        void this.turn.report({ type: 'notice', level: 'warning', text: text.slice(0, MAX_NOTICE_CHARS) });
    }
}

/** The wish stands behind the results of tools where these come last. */
function asking(messages: readonly Anthropic.MessageParam[]): Anthropic.MessageParam[] {
    const wish = { type: 'text', text: SUMMARY_REQUEST } as const;
    const last = messages.at(-1);
    return last?.role === 'user' && typeof last.content !== 'string'
        ? [...messages.slice(0, -1), { role: 'user', content: [...last.content, wish] }]
        : [...messages, { role: 'user', content: [wish] }];
}
