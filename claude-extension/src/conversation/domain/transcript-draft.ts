import type { ClaudeEvent } from '../common/claude-events';
import { NO_USAGE, NoticePart, Part, ToolPart, Transcript, Turn, TurnState, WordsPart } from './transcript';

/**
 * A transcript under construction. Lives for one call; hands out fresh values only. What an event means is said by
 * `transcript-projection.ts` and `steering-projection.ts`.
 */
export class TranscriptDraft {
    head: Omit<Transcript, 'turns'>;
    readonly turns: Turn[];
    /** When the newest event happened. */
    atMs = 0;

    constructor(private readonly before: Transcript) {
        const { turns, ...head } = before;
        this.head = head;
        this.turns = [...turns];
    }

    get seq(): number {
        return this.head.seq;
    }

    /** The next event, before its meaning is taken in. */
    moveTo(event: ClaudeEvent): void {
        this.head = { ...this.head, seq: event.seq };
        this.atMs = event.atMs;
    }

    skipTo(seq: number, text: string): void {
        this.head = { ...this.head, seq };
        this.addNotice({ level: 'warning', text });
    }

    finish(): Transcript {
        if (this.seq === this.before.seq) {
            return this.before;
        }
        const turnsChanged =
            this.turns.length !== this.before.turns.length ||
            this.turns.some((turn, i) => turn !== this.before.turns[i]);
        return { ...this.head, turns: turnsChanged ? this.turns : this.before.turns };
    }

    /** Begins the queued turn, or one without messages. */
    startTurn(turnId: string): void {
        const queued = this.turns.findLastIndex(turn => turn.state === 'queued');
        if (queued === -1) {
            this.turns.push(emptyTurn(turnId, 'running', this.atMs));
        } else {
            this.turns[queued] = { ...this.turns[queued], turnId, state: 'running', startedAtMs: this.atMs };
        }
    }

    addNotice({ level, text }: Pick<NoticePart, 'level' | 'text'>): void {
        const notice: NoticePart = { kind: 'notice', id: `notice-${this.seq}`, level, text };
        this.addPart(this.currentTurn(), notice);
    }

    /** Index of the turn with this id; it is begun when it is not there. */
    ensureTurn(turnId: string): number {
        const found = this.turns.findLastIndex(turn => turn.turnId === turnId);
        if (found !== -1) {
            return found;
        }
        this.startTurn(turnId);
        return this.turns.findLastIndex(turn => turn.turnId === turnId);
    }

    /** Index of the turn that runs, else of the last that has begun, else of an aside made for the purpose. */
    currentTurn(): number {
        const running = this.turns.findLastIndex(turn => turn.state === 'running');
        const begun = running === -1 ? this.turns.findLastIndex(turn => turn.state !== 'queued') : running;
        if (begun !== -1) {
            return begun;
        }
        this.turns.unshift({ key: `aside:${this.seq}`, messages: [], parts: [], state: 'aside', usage: NO_USAGE });
        return 0;
    }

    addPart(index: number, part: Part): void {
        const turn = this.turns[index];
        this.turns[index] = { ...turn, parts: [...turn.parts, part] };
    }

    changeWords(id: string, change: (words: WordsPart) => WordsPart): void {
        this.changePart(
            (part): part is WordsPart => (part.kind === 'text' || part.kind === 'thinking') && part.id === id,
            change
        );
    }

    changeTool(id: string, change: (tool: ToolPart) => ToolPart): void {
        this.changePart((part): part is ToolPart => part.kind === 'tool' && part.id === id, change);
    }

    changePart<P extends Part>(is: (part: Part) => part is P, change: (part: P) => P): void {
        const place = this.findPart(is);
        if (place) {
            const turn = this.turns[place.turn];
            this.turns[place.turn] = { ...turn, parts: turn.parts.with(place.index, change(place.part)) };
        }
    }

    findTool(is: (tool: ToolPart) => boolean): Place<ToolPart> | undefined {
        return this.findPart((part): part is ToolPart => part.kind === 'tool' && is(part));
    }

    /** From the end, where nearly everything happens. */
    findPart<P extends Part>(is: (part: Part) => part is P): Place<P> | undefined {
        for (let turn = this.turns.length - 1; turn >= 0; turn--) {
            const { parts } = this.turns[turn];
            const index = parts.findLastIndex(is);
            if (index !== -1) {
                return { turn, index, part: parts[index] as P };
            }
        }
        return undefined;
    }
}

interface Place<P extends Part> {
    turn: number;
    index: number;
    part: P;
}

function emptyTurn(turnId: string, state: TurnState, startedAtMs: number): Turn {
    return { key: `turn:${turnId}`, turnId, messages: [], parts: [], state, startedAtMs, usage: NO_USAGE };
}
