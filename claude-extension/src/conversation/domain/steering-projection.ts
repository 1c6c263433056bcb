import type { ClaudeEventBody } from '../common/claude-events';
import { UserMessage } from './transcript';
import { TranscriptDraft } from './transcript-draft';

type Body<T extends ClaudeEventBody['type']> = Extract<ClaudeEventBody, { type: T }>;

/** The events by which a person steers a session, or goes back in it. */
export type SteeringBody = Body<
    | 'message-edited'
    | 'message-removed'
    | 'message-delivered'
    | 'settings-changed'
    | 'capabilities-discovered'
    | 'checkpoint-made'
    | 'rewind-begun'
    | 'rewind-interrupted'
    | 'rewind-abandoned'
    | 'rewound'
    | 'rewind-undone'
    | 'parked'
    | 'unparked'
    | 'forked'
    | 'compacted'
>;

/** Takes such an event into the transcript. */
export function applySteering(draft: TranscriptDraft, body: SteeringBody): void {
    switch (body.type) {
        case 'message-edited':
            return changeQueued(draft, body.messageId, message => ({ ...message, text: body.text }));
        case 'message-removed':
            return changeQueued(draft, body.messageId, () => undefined);
        case 'message-delivered':
            return steer(draft, body);
        case 'settings-changed':
            draft.head = { ...draft.head, settings: body.settings };
            break;
        case 'capabilities-discovered':
            draft.head = { ...draft.head, capabilities: body.capabilities };
            break;
        case 'checkpoint-made':
            return addCheckpoint(draft, body);
        case 'rewind-begun':
        case 'rewind-interrupted':
        case 'rewind-abandoned':
            return followRewind(draft, body);
        case 'rewound':
            return rewind(draft, body);
        case 'rewind-undone':
            return undoRewind(draft, body.rewindId);
        case 'parked': {
            const { reason, untilMs, resumes } = body;
            draft.head = { ...draft.head, parked: { reason, untilMs, resumes } };
            break;
        }
        case 'unparked':
            draft.head = { ...draft.head, parked: undefined };
            break;
        case 'forked':
            draft.head = { ...draft.head, forkedFrom: { sessionId: body.fromSessionId, seq: body.fromSeq } };
            break;
        case 'compacted':
            return draft.addNotice({
                level: 'info',
                text: 'The conversation was summarised to make room.'
            });
    }
}

/** Of a message that no turn has answered yet; without a change to put in its place it goes. */
function changeQueued(
    draft: TranscriptDraft,
    messageId: string,
    change: (message: UserMessage) => UserMessage | undefined
): void {
    const index = draft.turns.findLastIndex(turn => turn.state === 'queued');
    const turn = draft.turns[index];
    if (!turn?.messages.some(message => message.messageId === messageId)) {
        return;
    }
    const messages = turn.messages
        .map(message => (message.messageId === messageId ? change(message) : message))
        .filter(message => message !== undefined);
    if (messages.length === 0) {
        draft.turns.splice(index, 1);
    } else {
        draft.turns[index] = { ...turn, messages };
    }
}

function steer(draft: TranscriptDraft, { messageId, turnId }: Body<'message-delivered'>): void {
    const queued = draft.turns.findLast(turn => turn.state === 'queued');
    const message = queued?.messages.find(each => each.messageId === messageId);
    if (message) {
        changeQueued(draft, messageId, () => undefined);
        draft.addPart(draft.ensureTurn(turnId), { kind: 'steering', id: messageId, message });
    }
}

function addCheckpoint(
    draft: TranscriptDraft,
    { checkpointId, reason, turnId, changedFiles }: Body<'checkpoint-made'>
): void {
    const index = draft.turns.findLastIndex(turn => turn.turnId !== undefined && turn.turnId === turnId);
    if (index !== -1 && reason === 'turn-start') {
        draft.turns[index] = { ...draft.turns[index], checkpointBefore: checkpointId };
    } else if (index !== -1 && reason === 'turn-end') {
        draft.turns[index] = { ...draft.turns[index], checkpointAfter: checkpointId, changedFiles };
    }
}

function followRewind(
    draft: TranscriptDraft,
    body: Body<'rewind-begun' | 'rewind-interrupted' | 'rewind-abandoned'>
): void {
    const { openRewind } = draft.head;
    if (body.type === 'rewind-begun') {
        const { rewindId, scope, undoes = false } = body;
        draft.head = { ...draft.head, openRewind: { rewindId, scope, undoes, interrupted: false } };
    } else if (body.type === 'rewind-abandoned') {
        endOpenRewind(draft, body.rewindId);
    } else if (openRewind?.rewindId === body.rewindId) {
        draft.head = { ...draft.head, openRewind: { ...openRewind, interrupted: true } };
        const text = 'Dispatch was stopped while files were being put back: some are as they were, others are not.';
        draft.addNotice({ level: 'warning', text });
    }
}

function endOpenRewind(draft: TranscriptDraft, rewindId: string): void {
    if (draft.head.openRewind?.rewindId === rewindId) {
        draft.head = { ...draft.head, openRewind: undefined };
    }
}

function rewind(draft: TranscriptDraft, { rewindId, toMessageId, scope, undoCheckpointId }: Body<'rewound'>): void {
    endOpenRewind(draft, rewindId);
    const rewind = { rewindId, toMessageId, scope, atMs: draft.atMs, undoCheckpointId, undone: false };
    draft.head = { ...draft.head, rewinds: [...draft.head.rewinds, rewind] };
    const from = draft.turns.findIndex(turn => turn.messages.some(message => message.messageId === toMessageId));
    if (scope === 'files' || from === -1) {
        return;
    }
    for (let index = from; index < draft.turns.length; index++) {
        const turn = draft.turns[index];
        draft.turns[index] = turn.rewoundBy === undefined ? { ...turn, rewoundBy: rewindId } : turn;
    }
}

function undoRewind(draft: TranscriptDraft, rewindId: string): void {
    endOpenRewind(draft, rewindId);
    const rewinds = draft.head.rewinds.map(each => (each.rewindId === rewindId ? { ...each, undone: true } : each));
    draft.head = { ...draft.head, rewinds };
    draft.turns.forEach((turn, index) => {
        if (turn.rewoundBy === rewindId) {
            draft.turns[index] = { ...turn, rewoundBy: undefined };
        }
    });
}
