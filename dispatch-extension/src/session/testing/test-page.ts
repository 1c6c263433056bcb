import { once } from 'node:events';
import { WebSocket } from 'ws';
import { DispatchError } from '../../kernel/common/errors';
import { ViewerId } from '../../kernel/common/ids';
import { ControlAnswer } from '../../kernel/common/control-messages';
import { SECRET_HEADER } from '../../kernel/common/process-contract';
import { SESSION_SOCKET_PATH, SessionInfo } from '../common/session-protocol';
import { decodeFrame, encodeFrame, StreamFrame } from '../common/stream-frames';
import { TestViewer, ViewerOptions } from './test-viewer';

/** A page as a session host sees it: one WebSocket. */
export class TestPage {
    readonly notifications: { notify: string; params: unknown }[] = [];
    private readonly viewers = new Map<number, TestViewer>();
    private readonly answers = new Map<number, (answer: ControlAnswer) => void>();
    private lastId = 0;

    private constructor(readonly socket: WebSocket) {
        socket.on('message', (data, isBinary) => this.receive(data as Buffer, isBinary));
        socket.on('error', () => undefined);
    }

    static async connect(socketPath: string, secret: string): Promise<TestPage> {
        const socket = new WebSocket(`ws+unix://${socketPath}:${SESSION_SOCKET_PATH}`, {
            headers: { [SECRET_HEADER]: secret }
        });
        const page = new TestPage(socket);
        await once(socket, 'open');
        return page;
    }

    /** Rejects with the `DispatchError` of the host. */
    async call<T>(method: string, params: unknown = {}): Promise<T> {
        const id = ++this.lastId;
        const answer = new Promise<ControlAnswer>(resolve => this.answers.set(id, resolve));
        this.socket.send(JSON.stringify({ id, method, params }));
        const { result, error } = await answer;
        if (error) {
            throw DispatchError.fromWire(error);
        }
        return result as T;
    }

    async create(kind: string, options: object = {}, more: object = {}): Promise<SessionInfo> {
        return (await this.call<{ session: SessionInfo }>('createSession', { kind, options, ...more })).session;
    }

    async session(id: string): Promise<SessionInfo> {
        const { sessions } = await this.call<{ sessions: SessionInfo[] }>('listSessions');
        const found = sessions.find(session => session.id === id);
        if (!found) {
            throw new Error(`session ${id} is not in the list`);
        }
        return found;
    }

    /** Attaches on a new channel. */
    attach(session: SessionInfo, options: ViewerOptions = {}): TestViewer {
        const channel = ++this.lastId;
        const viewer = new TestViewer(options, frame => this.send({ channel, ...frame } as StreamFrame));
        this.viewers.set(channel, viewer);
        viewer.open(session.id, options.viewerId ?? newViewerId());
        return viewer;
    }

    send(frame: StreamFrame): void {
        if (this.socket.readyState === WebSocket.OPEN) {
            this.socket.send(encodeFrame(frame));
        }
    }

    /** The network breaks. */
    cut(): void {
        this.socket.terminate();
    }

    private receive(data: Buffer, isBinary: boolean): void {
        if (isBinary) {
            const frame = decodeFrame(data);
            this.viewers.get(frame.channel)?.receive(frame);
            return;
        }
        const message = JSON.parse(data.toString()) as ControlAnswer & { notify: string; params: unknown };
        if (message.id) {
            this.answers.get(message.id)?.(message);
            this.answers.delete(message.id);
        } else {
            this.notifications.push(message);
        }
    }
}

let viewers = 0;

/** Unique in this process. */
export function newViewerId(): ViewerId {
    return ViewerId.parse(`test-viewer-${String(++viewers).padStart(8, '0')}`);
}
