import { expect } from 'chai';
import type { SDKMessage } from '@anthropic-ai/claude-agent-sdk';
import { KeptPicture, RuntimeReport } from './claude-runtime';
import { SdkMessageTranslator } from './sdk-message-translator';

describe('translation of what Claude Code says', () => {
    it('does not say again as a whole what came in pieces', () => {
        expect(
            translate(
                piece({ type: 'message_start', message: { id: 'm-1' } }),
                piece({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
                piece({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello.' } }),
                whole('m-1', [{ type: 'text', text: 'Hello.' }]),
                piece({ type: 'content_block_stop', index: 0 })
            )
        ).to.deep.equal(['block-started text', 'block-delta Hello.', 'block-ended']);
    });

    it('says as a whole what did not come in pieces, but no error: the end of the turn tells it', () => {
        expect(
            translate(
                whole('m-1', [{ type: 'text', text: 'Compacted.' }]),
                whole('m-2', [{ type: 'text', text: 'API Error: 500' }], { error: 'server_error' })
            )
        ).to.deep.equal(['block-started text', 'block-delta Compacted.', 'block-ended']);
    });

    it('takes back the blocks of a reply that broke off when the next one begins', () => {
        expect(
            translate(
                piece({ type: 'message_start', message: { id: 'm-1' } }),
                piece({ type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } }),
                piece({ type: 'message_start', message: { id: 'm-2' } }),
                piece({ type: 'content_block_stop', index: 0 })
            )
        ).to.deep.equal(['block-started thinking', 'block-ended cut']);
    });

    it('keeps what broke off until it is said again, and tells of the break once however many tries it takes', () => {
        const retry = { type: 'system', subtype: 'api_retry', error_status: null, retry_delay_ms: 500 };
        expect(
            translate(
                piece({ type: 'message_start', message: { id: 'm-1' } }),
                piece({ type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } }),
                piece({ type: 'content_block_stop', index: 0 }),
                piece({ type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } }),
                retry,
                { ...retry, retry_delay_ms: 1_000 },
                piece({ type: 'message_start', message: { id: 'm-2' } }),
                retry
            )
        ).to.deep.equal([
            'block-started thinking',
            'block-ended',
            'block-started text',
            'notice',
            'block-ended cut',
            'block-ended cut',
            'notice'
        ]);
    });

    it('takes back what Claude Code names as abandoned, and no more of that message', () => {
        const abandoned = { abandoned_blocks: { api_message_id: 'm-1', from_block_index: 1 } };
        expect(
            translate(
                piece({ type: 'message_start', message: { id: 'm-1' } }),
                piece({ type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } }),
                piece({ type: 'content_block_stop', index: 0 }),
                piece({ type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } }),
                piece({ type: 'content_block_stop', index: 1 }),
                { ...piece({ type: 'message_stop' }), ...abandoned },
                piece({ type: 'message_start', message: { id: 'm-2' } })
            )
        ).to.deep.equal([
            'block-started thinking',
            'block-ended',
            'block-started text',
            'block-ended',
            'block-ended cut'
        ]);
    });

    it('takes back what broke off when the reply then comes as a whole, and nothing of a reply that was complete', () => {
        expect(
            translate(
                piece({ type: 'message_start', message: { id: 'm-1' } }),
                piece({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
                piece({ type: 'content_block_stop', index: 0 }),
                piece({ type: 'message_stop' }),
                piece({ type: 'message_start', message: { id: 'm-2' } }),
                piece({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
                whole('m-3', [{ type: 'text', text: 'Hello.' }])
            )
        ).to.deep.equal([
            'block-started text',
            'block-ended',
            'block-started text',
            'block-ended cut',
            'block-started text',
            'block-delta Hello.',
            'block-ended'
        ]);
    });

    it('tells what a sub-agent says as a whole, and what it calls, within the call that started it', () => {
        const parent = { parent_tool_use_id: 'task-1' };
        expect(
            translate(
                { ...piece({ type: 'content_block_start', index: 0, content_block: { type: 'text' } }), ...parent },
                whole(
                    'm-1',
                    [
                        { type: 'text', text: 'hm' },
                        { type: 'tool_use', id: 'tool-1', name: 'Read', input: {} }
                    ],
                    parent
                ),
                result('tool-1', 'one\ntwo', parent)
            )
        ).to.deep.equal([
            'block-started text',
            'block-delta hm',
            'block-ended',
            'tool-requested Read',
            'tool-started',
            'tool-finished done one\ntwo'
        ]);
        const told = new SdkMessageTranslator('t-1').translate(
            message(whole('m-2', [{ type: 'tool_use', id: 'tool-1', name: 'Read', input: {} }], parent))
        );
        expect(told).to.deep.equal([
            {
                type: 'tool-requested',
                turnId: 't-1',
                toolUseId: 'tool-1',
                name: 'Read',
                input: {},
                parentToolUseId: 'task-1'
            }
        ]);
    });

    it('asks once for a tool and ends it once, also when the person was asked before the message came', () => {
        const translator = new SdkMessageTranslator('t-1');
        const reports = [
            ...translator.request('tool-1', 'Bash', { command: 'make' }),
            ...translator.translate(
                message(whole('m-1', [{ type: 'tool_use', id: 'tool-1', name: 'Bash', input: {} }]))
            ),
            ...translator.deny('tool-1', 'The user refused this.'),
            ...translator.translate(message(result('tool-1', 'denied by the host', { is_error: true }))),
            ...translator.translate(message(result('tool-never-heard-of', 'x')))
        ];
        expect(reports.map(inWords)).to.deep.equal([
            'tool-requested Bash',
            'tool-finished denied The user refused this.'
        ]);
    });

    it('names what a result holds beside text', () => {
        expect(
            translate(
                whole('m-1', [{ type: 'tool_use', id: 'tool-1', name: 'Read', input: {} }]),
                result('tool-1', [{ type: 'text', text: 'a picture' }, { type: 'image' }])
            ).at(-1)
        ).to.equal('tool-finished done a picture\n(image)');
    });

    it('tells of the pictures of a result that were kept, and in words of those that were not', () => {
        const translator = new SdkMessageTranslator('t-1');
        const [shown, refused] = [{ type: 'image' }, { type: 'image' }];
        translator.request('tool-1', 'Read', { file_path: '/work/sky.png' });
        expect(translator.pictureName('tool-1')).to.equal('sky.png');
        const kept = { attachmentId: 'a'.repeat(64), name: 'sky.png', mediaType: 'image/png', sizeBytes: 8 } as const;
        const told = translator.translate(
            message(result('tool-1', [shown, { type: 'text', text: 'the sky' }, refused])),
            new Map<unknown, KeptPicture>([
                [shown, { kept }],
                [refused, { why: 'it is larger than 5 MiB.' }]
            ])
        );
        const output = 'the sky\n(image, not kept: it is larger than 5 MiB.)';
        expect(told.at(-1)).to.deep.equal({
            type: 'tool-finished',
            toolUseId: 'tool-1',
            outcome: 'done',
            output,
            pictures: [kept]
        });
        expect(translator.pictureName('tool-1'), 'nothing more is waited for').to.equal(undefined);
    });
});

function translate(...messages: object[]): string[] {
    const translator = new SdkMessageTranslator('t-1');
    return messages.flatMap(each => translator.translate(message(each))).map(inWords);
}

/** The SDK's own types ask for dozens of fields that no test is about. */
function message(parts: object): SDKMessage {
    return parts as SDKMessage;
}

function piece(event: object): object {
    return { type: 'stream_event', parent_tool_use_id: null, event };
}

function whole(id: string, content: object[], more: object = {}): object {
    return { type: 'assistant', parent_tool_use_id: null, message: { id, content }, ...more };
}

function result(id: string, content: unknown, more: { is_error?: boolean; parent_tool_use_id?: string } = {}): object {
    const { is_error, ...rest } = more;
    return {
        type: 'user',
        ...rest,
        message: { content: [{ type: 'tool_result', tool_use_id: id, content, is_error }] }
    };
}

function inWords(report: RuntimeReport): string {
    switch (report.type) {
        case 'block-started':
            return `${report.type} ${report.kind}`;
        case 'block-delta':
            return `${report.type} ${report.text}`;
        case 'block-ended':
            return report.cut ? `${report.type} cut` : report.type;
        case 'tool-requested':
            return `${report.type} ${report.name}`;
        case 'tool-finished':
            return `${report.type} ${report.outcome} ${report.output}`;
        default:
            return report.type;
    }
}
