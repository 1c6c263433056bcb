import { randomUUID } from 'node:crypto';
import { ExitInfo } from 'dispatch-extension/lib/session/common/stream-frames';
import { ViewerId } from 'dispatch-extension/lib/kernel/common/ids';
import { Attachment, LiveSession, StreamViewer } from 'dispatch-extension/lib/session/host/session-kind';
import { ClaudeEvent, ClaudeEventBody } from '../common/claude-events';
import { SESSION_ID } from './fake-session-context';

type BodyOf<T extends ClaudeEventBody['type']> = Extract<ClaudeEventBody, { type: T }>;

/** A session with a page that watches it, as tests see it. */
export class WatchedSession implements StreamViewer {
    /** What the page was sent, in order. */
    readonly events: ClaudeEvent[] = [];
    exit?: ExitInfo;
    /** Told of each event in the moment in which the page has it, which is when it is on the disk. */
    seen: (body: ClaudeEventBody) => void = () => undefined;
    private readonly attachment: Attachment;
    private wake: () => void = () => undefined;

    constructor(
        readonly session: LiveSession,
        from?: number
    ) {
        const viewerId = ViewerId.parse('viewer-for-tests-1');
        this.attachment = session.attach(this, { sessionId: SESSION_ID, viewerId, window: 64, from });
    }

    async say(text: string, messageId: string = randomUUID()): Promise<void> {
        await this.session.call('sendMessage', { messageId, text });
    }

    async answer(request: BodyOf<'approval-requested'>, answer: 'allow' | 'deny', message?: string): Promise<void> {
        const { approvalId, inputHash } = request;
        await this.session.call('answerApproval', { approvalId, inputHash, answer, message });
    }

    /** The first event of that type after the first `skip` ones of it, as soon as it is there. */
    async next<T extends ClaudeEventBody['type']>(type: T, skip = 0, timeoutMs = 30_000): Promise<BodyOf<T>> {
        const found = await this.until(() => this.all(type)[skip], timeoutMs, type);
        return found;
    }

    all<T extends ClaudeEventBody['type']>(type: T): BodyOf<T>[] {
        return this.events.flatMap(({ body }) => (body.type === type ? [body as BodyOf<T>] : []));
    }

    /** Everything that was said, in order. */
    get said(): string {
        return this.all('block-delta')
            .map(delta => delta.text)
            .join('');
    }

    /** Resolves with the first value that is not undefined; looked for whenever something arrives. */
    async until<T>(look: () => T | undefined, timeoutMs = 30_000, what = 'it'): Promise<T> {
        const deadline = performance.now() + timeoutMs;
        for (;;) {
            const value = look();
            if (value !== undefined) {
                return value;
            }
            if (performance.now() > deadline) {
                throw new Error(
                    `no ${what} in ${timeoutMs} ms; got ${this.events.map(event => JSON.stringify(event.body)).join('\n')}`
                );
            }
            await new Promise<void>(resolve => {
                const timer = setTimeout(resolve, 100);
                this.wake = () => {
                    clearTimeout(timer);
                    resolve();
                };
            });
        }
    }

    failed(error: unknown): void {
        throw error;
    }
    attached(): void {}
    snapshot(): void {}
    inputApplied(): void {}
    resized(): void {}
    driving(): void {}
    gap(from: number, to: number): void {
        throw new Error(`a gap from ${from} to ${to}`);
    }
    data(offset: number, bytes: Uint8Array): void {
        const events = JSON.parse(Buffer.from(bytes).toString('utf8')) as ClaudeEvent[];
        if (events[0]?.seq !== offset + 1) {
            throw new Error(`data at ${offset} begins with ${events[0]?.seq}`);
        }
        this.events.push(...events);
        events.forEach(({ body }) => this.seen(body));
        this.attachment.acknowledge(offset + events.length);
        this.wake();
    }
    exited(exit: ExitInfo): void {
        this.exit = exit;
        this.wake();
    }
}
