import fc from 'fast-check';
import type { ClaudeEvent, ClaudeEventBody } from '../../common/claude-events';

/** Few names, so that events are about the same things. */
const name = (kind: string): fc.Arbitrary<string> => fc.constantFrom(`${kind}-1`, `${kind}-2`, `${kind}-3`);
const text = fc.constantFrom('', 'one', 'two words');
const count = fc.nat({ max: 50 });
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const input = fc.constantFrom({}, { command: 'make' }, { file_path: 'a.ts', old_string: 'a', new_string: 'b' });
const turnId = name('turn');
const messageId = name('message');
const blockId = name('block');
const toolUseId = name('tool');
const approvalId = name('approval');
const rewindId = name('rewind');
const checkpointId = name('checkpoint');
const picture = { attachmentId: 'a'.repeat(64), name: 'a.png', mediaType: 'image/png', sizeBytes: 8 } as const;
const tool = fc.constantFrom('Bash', 'Edit', 'Task');

type OfKind<T extends ClaudeEventBody['type']> = Extract<ClaudeEventBody, { type: T }>;
type Fields<T extends ClaudeEventBody['type']> = { [F in keyof Omit<OfKind<T>, 'type'>]: fc.Arbitrary<OfKind<T>[F]> };

/** What may stand in an event of each kind; the compiler sees to it that none is missing. */
const FIELDS: { [T in ClaudeEventBody['type']]: Fields<T> } = {
    'session-started': {
        runtime: fc.constantFrom('claude-code', 'messages-api'),
        model: maybe(text),
        folder: fc.constant('/work')
    },
    'runtime-session': { runtimeSessionId: name('runtime'), model: maybe(text) },
    'user-message': { messageId, text, attachments: fc.constant(undefined) },
    'message-edited': { messageId, text },
    'message-removed': { messageId },
    'message-delivered': { messageId, turnId },
    'settings-changed': { settings: fc.record({ model: maybe(text) }) },
    'capabilities-discovered': {
        capabilities: fc.constant({ models: [], permissionModes: [], commands: [], agents: [], mcpServers: [] })
    },
    'turn-started': { turnId },
    'block-started': {
        turnId,
        blockId,
        kind: fc.constantFrom('text', 'thinking'),
        parentToolUseId: maybe(toolUseId)
    },
    'block-delta': { blockId, text },
    'block-ended': { blockId, cut: maybe(fc.constant(true as const)) },
    'tool-requested': { turnId, toolUseId, name: tool, input, parentToolUseId: maybe(toolUseId) },
    'approval-requested': {
        approvalId,
        toolUseId,
        name: tool,
        input,
        inputHash: fc.constant('0'.repeat(64)),
        kind: maybe(fc.constantFrom('tool', 'question', 'plan'))
    },
    'approval-answered': {
        approvalId,
        answer: fc.constantFrom('allow', 'deny', 'withdrawn'),
        message: maybe(text),
        by: maybe(fc.constantFrom('person', 'rule')),
        ruleId: maybe(name('rule')),
        answers: fc.constant(undefined),
        mode: maybe(fc.constantFrom('default', 'acceptEdits'))
    },
    'tool-started': { toolUseId },
    'tool-finished': {
        toolUseId,
        outcome: fc.constantFrom('done', 'error', 'denied', 'unknown'),
        output: text,
        pictures: maybe(fc.constant([picture]))
    },
    usage: {
        model: text,
        inputTokens: count,
        outputTokens: count,
        cacheReadTokens: count,
        cacheWriteTokens: count,
        bySignIn: maybe(fc.constant(true as const))
    },
    notice: { level: fc.constantFrom('info', 'warning', 'error'), text },
    'turn-ended': {
        turnId,
        outcome: fc.constantFrom('finished', 'interrupted', 'failed'),
        error: maybe(text),
        runtimePosition: maybe(name('position'))
    },
    'checkpoint-made': {
        checkpointId,
        reason: fc.constantFrom('turn-start', 'turn-end', 'before-rewind', 'manual'),
        turnId: maybe(turnId),
        changedFiles: count,
        skippedFiles: maybe(count)
    },
    'rewind-begun': {
        rewindId,
        toMessageId: messageId,
        scope: fc.constantFrom('files', 'both'),
        undoes: maybe(fc.constant(true as const)),
        checkpointId,
        undoCheckpointId: checkpointId
    },
    'rewind-interrupted': { rewindId },
    'rewind-abandoned': { rewindId, files: fc.constantFrom('back', 'left') },
    rewound: {
        rewindId,
        toMessageId: messageId,
        scope: fc.constantFrom('files', 'conversation', 'both'),
        checkpointId: maybe(checkpointId),
        undoCheckpointId: maybe(checkpointId)
    },
    'rewind-undone': { rewindId },
    parked: {
        reason: text,
        untilMs: maybe(count),
        resumes: fc.boolean(),
        byMeter: maybe(fc.boolean())
    },
    unparked: {},
    forked: { fromSessionId: name('session'), fromSeq: count },
    compacted: { summary: text, throughSeq: count },
    'state-changed': {
        state: fc.constantFrom('idle', 'working', 'waiting', 'interrupted', 'failed', 'ended'),
        reason: maybe(text)
    }
};

/** Every kind of event. */
export const EVENT_KINDS = Object.keys(FIELDS) as ClaudeEventBody['type'][];

/** Any event of a kind. */
export function anyOfKind(type: ClaudeEventBody['type']): fc.Arbitrary<ClaudeEventBody> {
    const fields = FIELDS[type] as Record<string, fc.Arbitrary<unknown>>;
    return fc.record({ type: fc.constant(type), ...fields }) as unknown as fc.Arbitrary<ClaudeEventBody>;
}

/** Any log at all, also one that no session would write: every kind comes, in any order, about the same few things. */
export function anyLog(maxLength = 60): fc.Arbitrary<ClaudeEvent[]> {
    return fc
        .array(fc.oneof(...EVENT_KINDS.map(anyOfKind)), { maxLength })
        .map(bodies => bodies.map((body, index) => ({ seq: index + 1, atMs: 1_000 + index, body })));
}
