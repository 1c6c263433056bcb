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
    cacheReadTokens: 7
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
