import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../support/paths.mjs';
import { wordsIn } from './token-api.mjs';

const load = createRequire(join(ROOT, 'claude-extension/package.json'));

/** Claude Code by its SDK, without Dispatch: what of the way of a word is its own. */
export class SdkAlone {
  #query;
  #folder = mkdtempSync(join(tmpdir(), 'sdk-alone-'));
  #given = [];
  #wake = () => undefined;

  /** `url`: of the Messages API. */
  static async start(url) {
    const sdk = new SdkAlone();
    const { query } = await import(pathToFileURL(load.resolve('@anthropic-ai/claude-agent-sdk')).href);
    const env = {
      PATH: process.env.PATH,
      HOME: sdk.#folder,
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: 'sk-ant-bench',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1'
    };
    const systemPrompt = { type: 'preset', preset: 'claude_code' };
    const options = { cwd: sdk.#folder, env, systemPrompt, includePartialMessages: true, settingSources: [] };
    sdk.#query = query({ prompt: sdk.#input(), options });
    return sdk;
  }

  /** When each word of the answer came, in ms of `performance.now()`. */
  async ask(prompt) {
    this.#given.push(prompt);
    this.#wake();
    const seen = new Map();
    for (;;) {
      const { value: message, done } = await this.#query.next();
      if (done || message.type === 'result') {
        return seen;
      }
      const text = message.type === 'stream_event' ? message.event.delta?.text : undefined;
      const at = performance.now();
      wordsIn(text ?? '').forEach(word => seen.set(word, at));
    }
  }

  close() {
    this.#query.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  async *#input() {
    for (;;) {
      while (this.#given.length > 0) {
        const content = [{ type: 'text', text: this.#given.shift() }];
        yield { type: 'user', parent_tool_use_id: null, message: { role: 'user', content } };
      }
      await new Promise(done => (this.#wake = done));
    }
  }
}
