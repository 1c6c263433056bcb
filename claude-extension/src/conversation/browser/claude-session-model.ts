import { z } from 'zod';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { Event } from '@theia/core/lib/common/event';
import { generateUuid } from '@theia/core/lib/common/uuid';
import { StorageService } from '@theia/core/lib/browser/storage-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { asDispatchError, DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { RpcClient } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { AttachedInfo, ExitInfo } from 'dispatch-extension/lib/session/common/stream-frames';
import { ConnectionState, SessionSocketManager } from 'dispatch-extension/lib/session/browser/session-socket-manager';
import { SessionConnection, StreamSink } from 'dispatch-extension/lib/session/domain/viewer-stream';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import { ClaudeEvent } from '../common/claude-events';
import { ClaudeDetail, ClaudeSessionRpc } from '../common/claude-protocol';
import { ClaudeSteeringRpc } from '../common/claude-steering-protocol';
import { Approval, EMPTY_TRANSCRIPT, Transcript } from '../domain/transcript';
import { projectEvents, projectGap } from '../domain/transcript-projection';
import { Draft } from './draft';
import { DraftSync } from './draft-sync';
import { NewMessage, Outbox, OutboxMessage } from './outbox';
import { PacedEmitter } from './paced-emitter';
import { REPEATABLE, SessionSteering } from './session-steering';

/** The session of one view; bound in the view's own container. */
export const ViewedSessionId = Symbol('ViewedSessionId');

/** How many events may be under way and not yet reduced. */
const WINDOW_EVENTS = 2_000;
/** Streaming text is painted at most this often; faster is not seen, and costs. */
const PAINT_PACE_MS = 60;
/** How long to wait before a message, or a hole in the stream, is tried again. */
const RETRY_MS = 2_000;

const Events = z.array(ClaudeEvent);

/** What goes with an answer: why it is denied, what was chosen, how much Claude may do from here on. */
export type AnswerDetails = Pick<
    z.input<typeof ClaudeSessionRpc.requests.answerApproval.params>,
    'message' | 'answers' | 'mode'
>;

/**
 * One Claude session as a page knows it: the transcript made of its events, the connection that brings them, and the
 * messages on their way. It decides nothing; all that is shown can be made again from the log. Lives as long as its view.
 */
@injectable()
export class ClaudeSessionModel implements StreamSink, Disposable {
    transcript: Transcript = EMPTY_TRANSCRIPT;
    /** False until everything that was there when the page attached has been taken. */
    caughtUp = false;
    /** What went wrong last, for people; until dismissed or overtaken by a success. */
    problem: string | undefined;
    /** Answers that are on their way, by approval. */
    answering: ReadonlyMap<string, 'allow' | 'deny'> = new Map();
    readonly outbox: Outbox;
    /** What is written and not yet sent; kept over a reload. */
    readonly draft: Draft;
    /** Keeps the draft with the session, for the other browsers of its person. */
    readonly draftSync: DraftSync;
    /** Queue, settings, pictures and forks. */
    readonly steering: SessionSteering;

    private readonly pace = new PacedEmitter(PAINT_PACE_MS);
    private readonly toDispose = new DisposableCollection(this.pace);
    private readonly decoder = new TextDecoder();
    private readonly rpc: RpcClient<typeof ClaudeSessionRpc>;
    private connection: SessionConnection | undefined;
    private replayEnd = 0;
    private hasAsked = false;
    private retryTimer: ReturnType<typeof setTimeout> | undefined;
    private holeTimer: ReturnType<typeof setTimeout> | undefined;

    constructor(
        @inject(ViewedSessionId) readonly sessionId: SessionId,
        @inject(SessionSocketManager) private readonly sockets: SessionSocketManager,
        @inject(SessionsClient) private readonly sessions: SessionsClient,
        @inject(StorageService) private readonly storage: StorageService
    ) {
        this.rpc = sessions.ofSession(ClaudeSessionRpc, sessionId, { repeatable: ['sendMessage', 'interrupt'] });
        this.steering = new SessionSteering(
            sessions.ofSession(ClaudeSteeringRpc, sessionId, { repeatable: REPEATABLE })
        );
        this.outbox = new Outbox({
            send: ({ attachments, ...message }) =>
                this.rpc
                    .sendMessage({ ...message, attachments: attachments && [...attachments] })
                    .then(() => undefined),
            save: messages => this.storage.setData(this.storageKey, messages.length > 0 ? messages : undefined),
            changed: () => this.pace.fire(),
            newId: generateUuid
        });
        this.draft = new Draft(storage, `dispatch.claude.draft:${sessionId}`);
        this.draftSync = new DraftSync(this.draft, this.steering, () => this.pace.fire());
    }

    /** Fires at most every 60 ms. */
    get onDidChange(): Event<void> {
        return this.pace.event;
    }

    /** As the list of sessions has it; undefined before the list has come, and once forgotten. */
    get info(): SessionInfo | undefined {
        return this.sessions.find(this.sessionId);
    }

    get connectionState(): ConnectionState {
        return this.sockets.state;
    }

    /** Nothing more can be said in it. */
    get ended(): boolean {
        const state = this.info?.state;
        return this.transcript.state === 'ended' || state === 'ended' || state === 'failed';
    }

    /** Claude works, or waits for an answer: there is something to stop. */
    get busy(): boolean {
        return !this.ended && (this.transcript.state === 'working' || this.transcript.state === 'waiting');
    }

    /** Begins to watch. Called once. */
    start(): void {
        this.toDispose.push(this.draftSync);
        this.toDispose.push(this.draft);
        this.toDispose.push(this.draft.onDidReplace(() => this.pace.fire()));
        this.toDispose.push(
            this.sessions.onDidChange(() => {
                this.syncDraft();
                this.pace.fire();
            })
        );
        this.toDispose.push(
            this.sockets.onDidChangeState(state => {
                if (state === 'online') {
                    this.flush();
                }
                this.pace.fire();
            })
        );
        this.toDispose.push(Disposable.create(() => clearTimeout(this.retryTimer)));
        this.toDispose.push(Disposable.create(() => clearTimeout(this.holeTimer)));
        this.toDispose.push(Disposable.create(() => this.connection?.dispose()));
        void this.restoreOutbox();
        this.syncDraft();
        this.connect();
    }

    dispose(): void {
        this.toDispose.dispose();
    }

    /** The person looks at it. */
    focused(): void {
        this.sockets.handleSessionFocus(this.sessionId);
    }

    /** Takes a message on; it goes out now or when the connection is back. */
    send(message: NewMessage): void {
        this.problem = undefined;
        this.outbox.add(message);
        this.flush();
    }

    resend(messageId: string): void {
        this.outbox.retry(messageId);
        this.flush();
    }

    /** Sends what could not be answered before the person signed in. */
    resendUnanswerable(): void {
        this.outbox.retryUnanswerable();
        this.flush();
    }

    /** Asks once what can be chosen and called, where the session does not know: before its first message. */
    discover(): void {
        const knows = this.transcript.capabilities !== undefined || this.busy;
        if (!this.hasAsked && this.caughtUp && !this.ended && !knows) {
            this.hasAsked = true;
            void this.attempt(() => this.steering.discover());
        }
    }

    /** Stops the turn under way. */
    async stop(): Promise<void> {
        await this.attempt(() => this.rpc.interrupt({}));
    }

    /** Answers a question. What was shown is named by its hash, so that nothing else can be allowed. */
    async answer(approval: Approval, answer: 'allow' | 'deny', more: AnswerDetails = {}): Promise<void> {
        const { approvalId, inputHash } = approval;
        if (this.answering.has(approvalId) || approval.answer) {
            return;
        }
        this.answering = new Map(this.answering).set(approvalId, answer);
        this.pace.fire();
        const given = await this.attempt(() =>
            this.rpc.answerApproval({ approvalId, inputHash, answer, ...more, message: more.message || undefined })
        );
        if (!given) {
            this.answering = new Map([...this.answering].filter(([id]) => id !== approvalId));
            this.pace.fire();
        }
    }

    dismissProblem(): void {
        this.problem = undefined;
        this.pace.fire();
    }

    // StreamSink

    attached(info: AttachedInfo): void {
        this.replayEnd = info.end;
        this.caughtUp ||= this.transcript.seq >= this.replayEnd;
        this.outbox.reconnected();
        this.flush();
        this.pace.fire();
    }

    snapshot(): void {
        // A Claude session is sent as events only.
    }

    data(offset: number, bytes: Uint8Array): number {
        const parsed = this.parse(bytes);
        if (!parsed) {
            // What follows would be asked for again and again, and be as unreadable each time.
            this.connection?.dispose();
            this.connection = undefined;
            return 0;
        }
        const { transcript, missing } = projectEvents(this.transcript, parsed);
        this.take(transcript);
        if (missing) {
            this.fetchHole();
        } else {
            this.connection?.acknowledge(offset + parsed.length);
        }
        return parsed.length;
    }

    gap(_from: number, to: number): void {
        this.take(projectGap(this.transcript, to));
    }

    exited(_exit: ExitInfo): void {
        this.caughtUp = true;
        this.pace.fire();
    }

    refused(error: DispatchError): void {
        this.caughtUp = true;
        this.fail(error.message);
    }

    private connect(): void {
        this.connection = this.sockets.connect(this.sessionId, this, {
            window: WINDOW_EVENTS,
            from: this.transcript.seq
        });
    }

    /** Told by the list of sessions, which comes anew after each reconnect. */
    private syncDraft(): void {
        const { info } = this;
        if (info && !this.ended && this.sockets.state === 'online') {
            void this.draftSync.seen(ClaudeDetail.safeParse(info.detail).data?.draftVersion);
        }
    }

    private take(transcript: Transcript): void {
        this.transcript = transcript;
        this.caughtUp ||= transcript.seq >= this.replayEnd;
        if (this.outbox.messages.length > 0) {
            const recorded = new Set(transcript.turns.flatMap(turn => turn.messages.map(({ messageId }) => messageId)));
            this.outbox.settle(messageId => recorded.has(messageId));
        }
        // what was before is not shown piece by piece: a long session would draw its tab and header again with each
        if (this.caughtUp) {
            this.pace.fire();
        }
    }

    private parse(bytes: Uint8Array): ClaudeEvent[] | undefined {
        try {
            return Events.parse(JSON.parse(this.decoder.decode(bytes)));
        } catch {
            this.caughtUp = true;
            this.fail('A part of this session could not be read. Reload the page to try again.');
            return undefined;
        }
    }

    /** Asks again from the last event that is known, after a pause, so that a mistake of the host is no storm. */
    private fetchHole(): void {
        this.connection?.dispose();
        this.connection = undefined;
        clearTimeout(this.holeTimer);
        this.holeTimer = setTimeout(() => this.connect(), RETRY_MS);
    }

    private flush(): void {
        clearTimeout(this.retryTimer);
        if (this.sockets.state !== 'online') {
            return;
        }
        void this.outbox.flush().then(result => {
            if (result === 'later' && !this.toDispose.disposed) {
                this.retryTimer = setTimeout(() => this.flush(), RETRY_MS);
            }
        });
    }

    private async restoreOutbox(): Promise<void> {
        const stored = await this.storage.getData<OutboxMessage[]>(this.storageKey, []);
        if (stored.length > 0) {
            this.outbox.restore(stored);
            this.take(this.transcript);
            this.flush();
        }
    }

    /** Does it, and shows above the input what went wrong. */
    async attempt(request: () => unknown): Promise<boolean> {
        try {
            await request();
            this.problem = undefined;
            return true;
        } catch (thrown) {
            this.fail(asDispatchError(thrown).message);
            return false;
        }
    }

    private fail(problem: string): void {
        this.problem = problem;
        this.pace.fire();
    }

    private get storageKey(): string {
        return `dispatch.claude.outbox:${this.sessionId}`;
    }
}
