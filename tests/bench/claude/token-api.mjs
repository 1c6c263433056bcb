import { createServer } from 'node:http';

/** A Messages API that streams numbered words at a steady pace and knows when it has sent which. */
export class TokenApi {
  /** When word `n` of a reply was written, in ms of `performance.now()`, by the name of the reply. */
  sentAt = new Map();
  #server;

  static async start() {
    const api = new TokenApi();
    api.#server = createServer((request, response) => void api.#answer(request, response));
    await new Promise(done => api.#server.listen(0, '127.0.0.1', done));
    return api;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** A prompt that asks for `words` words, one each `everyMs`, in a reply with this name. */
  static prompt(name, words, everyMs) {
    return `stream ${name} ${words} ${everyMs}`;
  }

  async #answer(request, response) {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString('utf8');
    // Claude Code asks a small model for a title as well, without tools: that is no answer that anybody waits for
    const isAside = !text.includes('"tools":[{') && !text.includes('stream raw');
    const asked = isAside ? undefined : [...text.matchAll(/stream (\S+) (\d+) (\d+)/g)].at(-1);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = event => response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    const usage = { input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 };
    const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-sonnet-5-5', content: [] };
    send({ type: 'message_start', message: { ...message, stop_reason: null, stop_sequence: null, usage } });
    send({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } });
    await this.#words(asked, send);
    send({ type: 'content_block_stop', index: 0 });
    const delta = { stop_reason: 'end_turn', stop_sequence: null };
    send({ type: 'message_delta', delta, usage: { output_tokens: Number(asked?.[2] ?? 0) } });
    send({ type: 'message_stop' });
    response.end();
  }

  async #words([, name, words, everyMs] = ['', 'none', 0, 0], send) {
    const times = [];
    this.sentAt.set(name, times);
    const startedAt = performance.now();
    for (let n = 0; n < Number(words); n++) {
      await new Promise(done => setTimeout(done, Math.max(0, startedAt + n * Number(everyMs) - performance.now())));
      times.push(performance.now());
      send({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: `<${n}> ` } });
    }
  }
}

/** The numbers of the words in a text. */
export function wordsIn(text) {
  return [...text.matchAll(/<(\d+)>/g)].map(([, n]) => Number(n));
}
