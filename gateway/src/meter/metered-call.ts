import { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { GatewayLog } from '../operations/log';
import { Admitted } from './admission';
import { FailedCalls } from './failed-calls';
import { retryAfterMs, withJitter } from './retry-after';
import { SpendBook } from './spend-book';
import { answerHeaders, ForwardedRequest, UpstreamApi } from './upstream-api';
import { CallOutcome, UsageLedger } from './usage-ledger';
import { UsageReader } from './usage-reader';

/** A call that was admitted and written down. */
export interface AdmittedCall extends ForwardedRequest {
    /** Its number in the ledger. */
    id: number;
    sessionId: string;
    person: string;
    admitted: Admitted;
    /** Its names for {@link FailedCalls}. */
    call: string;
    lane: string;
}

/** What a metered call stands on. */
export interface CallServices {
    upstream: UpstreamApi;
    ledger: UsageLedger;
    spent: SpendBook;
    failures: FailedCalls;
    log: GatewayLog;
    /** How long a stream may be silent, in ms. The API sends a ping every few seconds while it thinks. */
    streamSilenceMs: number;
    now(): number;
}

/** Longest event that is passed on, in bytes; a client keeps the whole of it in memory. */
const MAX_EVENT_BYTES = 32 * 1024 * 1024;
/** A client that is asked to wait longer had better not wait by itself, in ms; the SDKs would not wait that long either. */
const LONG_WAIT_MS = 60_000;
/** So soon a connection breaks that had been closed before, in ms; no call that was read fails that fast. */
const STALE_MS = 1_000;
/** No byte of the request can have arrived. */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** One call to the Messages API on its way: from the request that was admitted to its line in the ledger. */
export class MeteredCall {
    private isSettled = false;
    /** Which side was the first to go in the middle of the answer. */
    private firstGone: 'client' | 'upstream' | undefined;

    constructor(
        private readonly call: AdmittedCall,
        private readonly services: CallServices
    ) {}

    /** Makes the call and passes the answer on. Whatever happens to it, it is settled or released once. */
    run(response: ServerResponse): void {
        if (response.destroyed) {
            return this.release();
        }
        this.ask(response, true);
    }

    private ask(response: ServerResponse, mayAskAgain: boolean): void {
        const askedAtMs = performance.now();
        const asked = this.services.upstream.ask(this.call);
        let isOver = false;
        response.on('close', () => {
            if (!response.writableFinished) {
                this.firstGone ??= 'client';
                asked.destroy();
            }
        });
        asked.on('response', answer => {
            isOver = true;
            this.passOn(answer, response);
        });
        asked.on('error', error => {
            if (isOver) {
                return;
            }
            isOver = true;
            if (mayAskAgain && this.firstGone === undefined && wasStale(asked, error, performance.now() - askedAtMs)) {
                return this.ask(response, false);
            }
            this.unreachable(error, response);
        });
        asked.on('close', () => isOver || this.settle('unknown'));
    }

    private passOn(answer: IncomingMessage, response: ServerResponse): void {
        if (answer.statusCode !== 200) {
            return this.passFailureOn(answer, response);
        }
        response.writeHead(200, answerHeaders(answer.headers));
        response.flushHeaders();
        const isStream = /event-stream/.test(answer.headers['content-type'] ?? '');
        const reader = new UsageReader(isStream ? 'stream' : 'json');
        const silence = setTimeout(
            () => answer.destroy(new Error('the stream was silent for too long')),
            this.services.streamSilenceMs
        );
        let isNoted = false;
        answer.on('data', (chunk: Buffer) => {
            if (isStream) {
                silence.refresh();
            }
            reader.push(chunk);
            if (!isNoted && reader.reported) {
                isNoted = true;
                this.note(reader);
            }
            if (reader.openLineBytes > MAX_EVENT_BYTES) {
                answer.destroy(new Error('an event was too large'));
            }
        });
        if (!isStream) {
            clearTimeout(silence);
        }
        answer.on('error', () => (this.firstGone ??= 'upstream'));
        pipeline(answer, response, error => {
            clearTimeout(silence);
            this.ended(reader, error);
        });
    }

    private ended(reader: UsageReader, error: Error | null | undefined): void {
        const { failures, log } = this.services;
        const { call, lane, sessionId } = this.call;
        const reported = reader.finish();
        if (error) {
            log.info('meter.answer-cut', { sessionId, error });
        }
        if (reader.isComplete) {
            failures.succeeded(call);
        } else if (this.firstGone !== 'client') {
            failures.failed(call, lane, 502);
        }
        this.settle(reader.isComplete ? 'complete' : reported ? 'cut' : 'unknown', reader);
    }

    /** A refusal costs nothing. How often, and when, it may be tried again is said here for every client. */
    private passFailureOn(answer: IncomingMessage, response: ServerResponse): void {
        const status = answer.statusCode ?? 502;
        const headers = answerHeaders(answer.headers);
        if (isWorthAnotherTry(status)) {
            const waitMs = retryAfterMs(answer.headers, this.services.now());
            const untilMs = waitMs === undefined ? undefined : this.services.now() + waitMs;
            const isEnough = this.services.failures.failed(this.call.call, this.call.lane, status, untilMs);
            if (waitMs !== undefined) {
                delete headers['retry-after-ms'];
                headers['retry-after'] = String(Math.ceil(withJitter(waitMs, Math.random()) / 1_000));
            }
            if (isEnough || (waitMs ?? 0) > LONG_WAIT_MS) {
                headers['x-should-retry'] = 'false';
            }
        }
        response.writeHead(status, headers);
        response.flushHeaders();
        pipeline(answer, response, () => this.release());
    }

    private unreachable(error: Error, response: ServerResponse): void {
        const wasSent = !NEVER_SENT.includes((error as NodeJS.ErrnoException).code ?? '');
        const isEnough =
            this.firstGone !== 'client' && this.services.failures.failed(this.call.call, this.call.lane, 502);
        this.services.upstream.refuseUnreachable(response, error, isEnough ? { 'x-should-retry': 'false' } : {});
        if (wasSent) {
            this.settle('unknown');
        } else {
            this.release();
        }
    }

    private note(reader: UsageReader): void {
        const { reported } = reader;
        if (reported) {
            this.services.ledger.note(this.call.id, reported).catch((error: unknown) => this.failed(error));
        }
    }

    private settle(outcome: CallOutcome, reader?: UsageReader): void {
        if (this.isSettled) {
            return;
        }
        this.isSettled = true;
        const { ledger, spent, now } = this.services;
        const { id, person, sessionId, admitted } = this.call;
        spent
            .settle(person, sessionId, () => ledger.settle(id, reader?.reported, outcome, now()))
            // only now: in between it would be counted neither as held nor as spent
            .finally(() => admitted.release())
            .catch((error: unknown) => this.failed(error));
    }

    private release(): void {
        if (!this.isSettled) {
            this.isSettled = true;
            this.call.admitted.release();
            this.services.ledger.release(this.call.id).catch((error: unknown) => this.failed(error));
        }
    }

    private failed(error: unknown): void {
        this.services.log.error('meter.ledger-failed', { sessionId: this.call.sessionId, error });
    }
}

/**
 * Whether the request went into a connection that had been kept and that the other side had closed meanwhile: it was not
 * read, so that it may be asked again, on another one.
 */
function wasStale(asked: ClientRequest, error: Error, afterMs: number): boolean {
    const { code } = error as NodeJS.ErrnoException;
    return asked.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE') && afterMs < STALE_MS;
}

/** As both SDKs decide it. */
function isWorthAnotherTry(status: number): boolean {
    return [408, 409, 429].includes(status) || status >= 500;
}
