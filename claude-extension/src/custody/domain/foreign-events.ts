import type { ClaudeEvent, ClaudeEventBody } from '../../conversation/common/claude-events';
import type { ForeignBlock, ForeignEntry, ForeignTranscript } from './foreign-transcript';

/** Results are kept this long at most, in characters. */
const MAX_OUTPUT = 60_000;

/**
 * The log of a session that continues a conversation which was held elsewhere: everything that was said and done, at the
 * times at which it was, and under which name Claude Code goes on with it.
 */
export function foreignEvents(
    { entries }: ForeignTranscript,
    { conversationId, folder, nowMs }: { conversationId: string; folder: string; nowMs: number }
): ClaudeEvent[] {
    const log = new EventsSoFar(entries[0]?.atMs || nowMs);
    const model = entries.findLast(entry => entry.model !== undefined)?.model;
    log.add({ type: 'session-started', runtime: 'claude-code', folder });
    log.add({ type: 'runtime-session', runtimeSessionId: conversationId, model });
    for (const entry of entries) {
        addEntry(log, entry);
    }
    log.endTurn();
    log.at(nowMs);
    const text = 'This conversation was held outside of Dispatch up to here.';
    log.add({ type: 'notice', level: 'info', text }, { type: 'state-changed', state: 'idle' });
    return log.events;
}

function addEntry(log: EventsSoFar, entry: ForeignEntry): void {
    if (entry.by === 'person') {
        const text = entry.blocks.flatMap(block => (block.kind === 'text' ? [block.text] : [])).join('\n\n');
        if (text !== '' && !entry.blocks.some(block => block.kind === 'result')) {
            // it was over when Claude had said the last of it, not when the person came back
            log.endTurn();
        }
        log.at(entry.atMs);
        entry.blocks.forEach(block => addResult(log, block));
        if (text !== '') {
            log.endTurn();
            log.beginTurn(entry.uuid, text);
        }
        return;
    }
    log.at(entry.atMs);
    const turnId = log.turnId ?? log.beginTurn(entry.uuid);
    log.position = entry.uuid;
    entry.blocks.forEach((block, index) => addSaid(log, block, turnId, `${entry.uuid.slice(0, 48)}-${index}`));
}

function addSaid(log: EventsSoFar, block: ForeignBlock, turnId: string, blockId: string): void {
    if (block.kind === 'tool') {
        const { id: toolUseId, name, input } = block;
        log.openTools.add(toolUseId);
        log.add({ type: 'tool-requested', turnId, toolUseId, name: name.slice(0, 200), input });
        log.add({ type: 'tool-started', toolUseId });
    } else if (block.kind !== 'result') {
        log.add(
            { type: 'block-started', turnId, blockId, kind: block.kind },
            { type: 'block-delta', blockId, text: block.text },
            { type: 'block-ended', blockId }
        );
    }
}

function addResult(log: EventsSoFar, block: ForeignBlock): void {
    if (block.kind === 'result' && log.openTools.delete(block.id)) {
        const output = block.text.length > MAX_OUTPUT ? `${block.text.slice(0, MAX_OUTPUT)}\n… (cut)` : block.text;
        log.add({ type: 'tool-finished', toolUseId: block.id, outcome: block.failed ? 'error' : 'done', output });
    }
}

/** Numbers events, and keeps turns whole. */
class EventsSoFar {
    readonly events: ClaudeEvent[] = [];
    readonly openTools = new Set<string>();
    turnId: string | undefined;
    /** What Claude said last in the turn; it can be gone back to after it. */
    position: string | undefined;

    constructor(private atMs: number) {}

    /** Time does not go back. */
    at(atMs: number): void {
        this.atMs = Math.max(this.atMs, atMs);
    }

    add(...bodies: ClaudeEventBody[]): void {
        bodies.forEach(body => this.events.push({ seq: this.events.length + 1, atMs: this.atMs, body }));
    }

    beginTurn(id: string, text?: string): string {
        const turnId = id.slice(0, 64);
        if (text !== undefined) {
            this.add({ type: 'user-message', messageId: turnId, text });
        }
        this.add({ type: 'turn-started', turnId });
        this.turnId = turnId;
        return turnId;
    }

    endTurn(): void {
        if (this.turnId !== undefined) {
            for (const toolUseId of this.openTools) {
                this.add({ type: 'tool-finished', toolUseId, outcome: 'unknown', output: 'Its result was not kept.' });
            }
            this.openTools.clear();
            const runtimePosition = this.position;
            this.add({ type: 'turn-ended', turnId: this.turnId, outcome: 'finished', runtimePosition });
            this.position = undefined;
            this.turnId = undefined;
        }
    }
}
