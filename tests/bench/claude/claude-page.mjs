import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../support/paths.mjs';

const load = createRequire(join(ROOT, 'tests/package.json'));
const { decodeFrame, encodeFrame, FrameType } = load('dispatch-extension/lib/session/common/stream-frames');

/** A page that is signed in, without a browser: one WebSocket through the gateway. */
export class ClaudePage {
  #socket;
  #answers = new Map();
  #viewers = new Map();
  #lastId = 0;

  /** `door`: of the drill, signed in. */
  static async open(door) {
    const page = new ClaudePage();
    page.#socket = door.openSocket();
    page.#socket.on('message', (data, isBinary) => page.#receive(data, isBinary));
    await once(page.#socket, 'open');
    return page;
  }

  async call(method, params = {}) {
    const id = ++this.#lastId;
    const answer = new Promise(done => this.#answers.set(id, done));
    this.#socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answer;
    if (error) {
      throw new Error(`${method}: ${error.message}`);
    }
    return result;
  }

  /** A new Claude session in a folder. */
  async create(runtime, folder) {
    return (await this.call('createSession', { kind: 'claude', folder, options: { runtime } })).session;
  }

  say(session, text) {
    const messageId = `bench-${session.id}-${++this.#lastId}`;
    const params = { messageId, text };
    return this.call('callSession', { sessionId: session.id, method: 'sendMessage', params });
  }

  /** Watches a session; `take` is told of each event as soon as it is there. */
  watch(session, take) {
    const channel = ++this.#lastId;
    let position = 0;
    this.#viewers.set(channel, frame => {
      if (frame.type === FrameType.Data) {
        const events = JSON.parse(Buffer.from(frame.bytes).toString('utf8'));
        position = frame.offset + events.length;
        events.forEach(event => take(event.body));
        this.#send({ type: FrameType.Ack, channel, offset: position });
      }
    });
    const viewerId = `bench-viewer-${String(channel).padStart(8, '0')}`;
    const request = { sessionId: session.id, viewerId, from: 0, window: 1_000 };
    this.#send({ type: FrameType.Attach, channel, request });
  }

  close() {
    this.#socket.terminate();
  }

  #send(frame) {
    this.#socket.send(encodeFrame(frame));
  }

  #receive(data, isBinary) {
    if (isBinary) {
      const frame = decodeFrame(data);
      this.#viewers.get(frame.channel)?.(frame);
      return;
    }
    const message = JSON.parse(data.toString());
    this.#answers.get(message.id)?.(message);
    this.#answers.delete(message.id);
  }
}
