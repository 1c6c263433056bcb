import { expect } from 'chai';
import { ReportedUsage, UsageReader } from './usage-reader';

const STREAM = [
    'event: message_start',
    'data: {"type":"message_start","message":{"id":"m","model":"claude-x","usage":{"input_tokens":12,"output_tokens":1,"cache_read_input_tokens":7,"cache_creation_input_tokens":null}}}',
    '',
    'event: content_block_delta',
    'data: {"type":"content_block_delta","delta":{"text":"not an event: {\\"type\\":\\"message_delta\\"} · ä"}}',
    '',
    'event: message_delta',
    'data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":42}}',
    '',
    'event: message_stop',
    'data: {"type":"message_stop"}',
    '',
    ''
].join('\n');

const USED: ReportedUsage = {
    model: 'claude-x',
    inputTokens: 12,
    outputTokens: 42,
    cacheCreationTokens: 0,
    cacheCreation1hTokens: 0,
    cacheReadTokens: 7,
    webSearches: 0
};

function read(form: 'stream' | 'json', text: string, pieceBytes: number): UsageReader {
    const reader = new UsageReader(form);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += pieceBytes) {
        reader.push(bytes.subarray(at, at + pieceBytes));
    }
    return reader;
}

describe('usage reader', () => {
    it('counts a stream the same, however it is cut into pieces', () => {
        for (const pieceBytes of [1, 2, 7, 64, 10_000]) {
            const reader = read('stream', STREAM, pieceBytes);
            expect(reader.finish(), `pieces of ${pieceBytes}`).to.deep.equal(USED);
            expect(reader.isComplete).to.equal(true);
        }
    });

    it('knows what was reported until a stream was cut off, and that it was', () => {
        const reader = read('stream', STREAM.slice(0, STREAM.indexOf('event: message_delta')), 50);
        expect(reader.finish()).to.deep.equal({ ...USED, outputTokens: 1 });
        expect(reader.isComplete).to.equal(false);
    });

    it('reads the one object of an answer that is not streamed', () => {
        const text =
            '{"type":"message","model":"claude-x","usage":{"input_tokens":12,"output_tokens":42,"cache_read_input_tokens":7}}';
        const reader = read('json', text, 9);
        expect(reader.finish()).to.deep.equal(USED);
        expect(reader.isComplete).to.equal(true);
    });

    it('knows how long the cache keeps what was written to it, and how often the web was searched', () => {
        const usage =
            '{"input_tokens":1,"output_tokens":2,"cache_creation_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20},"server_tool_use":{"web_search_requests":3}}';
        const used = {
            ...{ model: 'claude-x', inputTokens: 1, outputTokens: 2, cacheReadTokens: 0 },
            ...{ cacheCreationTokens: 30, cacheCreation1hTokens: 20, webSearches: 3 }
        };
        expect(read('json', `{"model":"claude-x","usage":${usage}}`, 50).finish()).to.deep.equal(used);
        const start = `data: {"type":"message_start","message":{"model":"claude-x","usage":${usage}}}\n`;
        expect(read('stream', start, 50).finish()).to.deep.equal(used);
    });

    it('S40: looks at each byte of an event of 200 MiB once, keeps none of them, and goes on after it', () => {
        const reader = new UsageReader('stream');
        const mebibyte = Buffer.alloc(1024 * 1024, 'x');
        const started = performance.now();
        reader.push(Buffer.from(`${STREAM.slice(0, STREAM.indexOf('event: message_delta'))}data: "`));
        for (let sent = 0; sent < 200; sent++) {
            reader.push(mebibyte);
        }
        expect(reader.openLineBytes).to.be.greaterThan(200 * 1024 * 1024);
        reader.push(Buffer.from(`"\n\n${STREAM.slice(STREAM.indexOf('event: message_delta'))}`));
        expect(reader.finish()).to.deep.equal(USED);
        expect(performance.now() - started, 'ms').to.be.lessThan(5_000);
    });

    it('reports nothing for what is no answer of the Messages API', () => {
        for (const text of [
            '',
            '{"type":"error"}',
            '<html>',
            '{"model":"x"',
            'data: {"type":"message_start"}\n',
            'data: [1]\n'
        ]) {
            expect(read('json', text, 4).finish(), text).to.equal(undefined);
            expect(read('stream', text, 4).finish(), text).to.equal(undefined);
        }
    });
});
