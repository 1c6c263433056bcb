import { ControlAnswer, ControlNotification } from '../../kernel/common/control-messages';
import { DispatchError } from '../../kernel/common/errors';
import { ConnectionErrors } from '../common/connection-errors';

/** How a request may be handled when the connection is not what it should be. */
export interface RequestOptions {
    /** It may be sent a second time when the connection broke before its answer. */
    repeatable?: boolean;
    /** How long to wait for the answer, time without a connection included; `Infinity` for ever. 30 s where absent. */
    timeoutMs?: number;
}

interface PendingRequest {
    text: string;
    repeatable: boolean;
    sent: boolean;
    stopTimer: (() => void) | undefined;
    resolve(result: unknown): void;
    reject(error: DispatchError): void;
}

const ANSWER_MS = 30_000;

/** Does `work` once after `ms`, unless what it returns is called before. */
export type Schedule = (work: () => void, ms: number) => () => void;

/**
 * Requests and notifications over the text messages of a socket that comes and goes. A request that was never sent
 * waits for the next socket; one that was sent and not answered is repeated where that is harmless, else it fails with
 * `connection.lost`.
 */
export class ControlChannel {
    private readonly pending = new Map<number, PendingRequest>();
    private lastId = 0;
    private sendText: ((text: string) => void) | undefined;

    constructor(
        private readonly onNotification: (method: string, params: unknown) => void,
        private readonly schedule: Schedule
    ) {}

    request(method: string, params: unknown, options: RequestOptions = {}): Promise<unknown> {
        const id = ++this.lastId;
        return new Promise((resolve, reject) => {
            const entry: PendingRequest = {
                text: JSON.stringify({ id, method, params }),
                repeatable: options.repeatable ?? false,
                sent: false,
                stopTimer: undefined,
                resolve,
                reject
            };
            const timeoutMs = options.timeoutMs ?? ANSWER_MS;
            if (Number.isFinite(timeoutMs)) {
                entry.stopTimer = this.schedule(() => this.fail(id, ConnectionErrors.noAnswer({ method })), timeoutMs);
            }
            this.pending.set(id, entry);
            this.flush();
        });
    }

    socketOpened(sendText: (text: string) => void): void {
        this.sendText = sendText;
        this.flush();
    }

    socketClosed(): void {
        this.sendText = undefined;
        for (const [id, entry] of this.pending) {
            if (entry.sent && !entry.repeatable) {
                this.fail(id, ConnectionErrors.lost());
            }
            entry.sent = false;
        }
    }

    /** Nothing will be answered any more: the person is signed out. */
    abandon(error: DispatchError): void {
        for (const id of [...this.pending.keys()]) {
            this.fail(id, error);
        }
    }

    /** Takes a text message. What is neither an answer nor a notification is ignored: a newer host may say more. */
    receive(text: string): void {
        const message = parseJson(text);
        const notification = ControlNotification.safeParse(message);
        if (notification.success) {
            this.onNotification(notification.data.notify, notification.data.params);
            return;
        }
        const answer = ControlAnswer.safeParse(message);
        if (answer.success) {
            this.settle(answer.data);
        }
    }

    private settle({ id, result, error }: ControlAnswer): void {
        if (error) {
            this.fail(id, DispatchError.fromWire(error));
            return;
        }
        this.take(id)?.resolve(result);
    }

    private fail(id: number, error: DispatchError): void {
        this.take(id)?.reject(error);
    }

    private take(id: number): PendingRequest | undefined {
        const entry = this.pending.get(id);
        this.pending.delete(id);
        entry?.stopTimer?.();
        return entry;
    }

    private flush(): void {
        if (!this.sendText) {
            return;
        }
        for (const entry of this.pending.values()) {
            if (!entry.sent) {
                entry.sent = true;
                this.sendText(entry.text);
            }
        }
    }
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        // Not ours to repair: an unreadable message answers nothing, and its request runs into its time limit.
        return undefined;
    }
}
