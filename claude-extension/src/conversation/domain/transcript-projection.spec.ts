import { expect } from 'chai';
import type { ClaudeEvent, ClaudeEventBody } from '../common/claude-events';
import { EMPTY_TRANSCRIPT, NO_USAGE, Transcript, waitingTools } from './transcript';
import { projectEvents, projectGap, projectLog } from './transcript-projection';

const HASH = 'a'.repeat(64);

function log(...bodies: ClaudeEventBody[]): ClaudeEvent[] {
    return bodies.map((body, i) => ({ seq: i + 1, atMs: 1_000 + i, body }));
}

const started: ClaudeEventBody = { type: 'session-started', runtime: 'messages-api', model: 'model-a', folder: '/w' };
const asked = (messageId: string, text = messageId): ClaudeEventBody => ({ type: 'user-message', messageId, text });
const turn = (turnId: string): ClaudeEventBody => ({ type: 'turn-started', turnId });
const block = (turnId: string, blockId: string, kind: 'text' | 'thinking' = 'text'): ClaudeEventBody => ({
    type: 'block-started',
    turnId,
    blockId,
    kind
});
const delta = (blockId: string, text: string): ClaudeEventBody => ({ type: 'block-delta', blockId, text });
const blockEnd = (blockId: string): ClaudeEventBody => ({ type: 'block-ended', blockId });
const tool = (turnId: string, toolUseId: string): ClaudeEventBody => ({
    type: 'tool-requested',
    turnId,
    toolUseId,
    name: 'Bash',
    input: { command: 'make' }
});
const approval = (approvalId: string, toolUseId: string): ClaudeEventBody => ({
    type: 'approval-requested',
    approvalId,
    toolUseId,
    name: 'Bash',
    input: { command: 'make' },
    inputHash: HASH
});
const answer = (approvalId: string, value: 'allow' | 'deny' | 'withdrawn', message?: string): ClaudeEventBody => ({
    type: 'approval-answered',
    approvalId,
    answer: value,
    ...(message ? { message } : {})
});
const toolStarted = (toolUseId: string): ClaudeEventBody => ({ type: 'tool-started', toolUseId });
const toolDone = (toolUseId: string, output: string): ClaudeEventBody => ({
    type: 'tool-finished',
    toolUseId,
    outcome: 'done',
    output
});
const used = (inputTokens: number, outputTokens: number): ClaudeEventBody => ({
    type: 'usage',
    model: 'model-b',
    inputTokens,
    outputTokens,
    cacheReadTokens: 10,
    cacheWriteTokens: 1
});
const notice = (text: string): ClaudeEventBody => ({ type: 'notice', level: 'warning', text });
const turnEnd = (turnId: string, outcome: 'finished' | 'interrupted' | 'failed', error?: string): ClaudeEventBody => ({
    type: 'turn-ended',
    turnId,
    outcome,
    ...(error ? { error } : {})
});
const state = (value: Transcript['state'], reason?: string): ClaudeEventBody => ({
    type: 'state-changed',
    state: value,
    ...(reason ? { reason } : {})
});

/** A session with everything in it: two turns, one queued while the other ran, tools of every fate, an interruption. */
const FULL_LOG = log(
    started,
    notice('Before all'),
    { type: 'runtime-session', runtimeSessionId: 'rt-1', model: 'model-b' },
    asked('m1'),
    turn('t1'),
    state('working'),
    block('t1', 'b1', 'thinking'),
    delta('b1', 'Let me '),
    delta('b1', 'see.'),
    blockEnd('b1'),
    block('t1', 'b2'),
    delta('b2', 'I shall '),
    asked('m2'),
    delta('b2', 'build it.'),
    blockEnd('b2'),
    tool('t1', 'u1'),
    approval('a1', 'u1'),
    state('waiting'),
    answer('a1', 'allow'),
    toolStarted('u1'),
    toolDone('u1', 'ok'),
    tool('t1', 'u2'),
    approval('a2', 'u2'),
    answer('a2', 'deny', 'not that'),
    { type: 'tool-finished', toolUseId: 'u2', outcome: 'denied', output: 'not that' },
    used(100, 20),
    turnEnd('t1', 'finished'),
    turn('t2'),
    tool('t2', 'u3'),
    toolStarted('u3'),
    block('t2', 'b3'),
    delta('b3', 'It has two sta'),
    notice('Retrying'),
    used(7, 3),
    turnEnd('t2', 'interrupted'),
    state('interrupted', 'stopped')
);

describe('transcript projection', () => {
    it('makes one turn of a question, the words of the answer and its end', () => {
        const transcript = projectLog(
            log(
                started,
                asked('m1', 'Hi'),
                turn('t1'),
                block('t1', 'b1'),
                delta('b1', 'Hel'),
                delta('b1', 'lo'),
                blockEnd('b1'),
                used(5, 2),
                turnEnd('t1', 'finished'),
                state('idle')
            )
        );
        const usage = { inputTokens: 5, outputTokens: 2, cacheReadTokens: 10, cacheWriteTokens: 1 };
        expect(transcript).to.deep.equal({
            seq: 10,
            runtime: 'messages-api',
            model: 'model-b',
            folder: '/w',
            state: 'idle',
            reason: undefined,
            usage,
            contextTokens: 16,
            settings: {},
            rewinds: [],
            turns: [
                {
                    key: 'message:m1',
                    turnId: 't1',
                    messages: [{ messageId: 'm1', text: 'Hi', atMs: 1_001 }],
                    parts: [
                        { kind: 'text', id: 'b1', text: 'Hello', state: 'done', startedAtMs: 1_003, endedAtMs: 1_006 }
                    ],
                    state: 'finished',
                    error: undefined,
                    startedAtMs: 1_002,
                    endedAtMs: 1_008,
                    usage
                }
            ]
        });
    });

    it('gives the same whole for any cut into two pieces', () => {
        const whole = projectLog(FULL_LOG);
        for (let cut = 0; cut <= FULL_LOG.length; cut++) {
            const first = projectEvents(EMPTY_TRANSCRIPT, FULL_LOG.slice(0, cut)).transcript;
            expect(projectEvents(first, FULL_LOG.slice(cut)).transcript, `cut at ${cut}`).to.deep.equal(whole);
        }
    });

    it('gives live, event by event, what a replay at once gives, for every prefix', () => {
        let live = EMPTY_TRANSCRIPT;
        FULL_LOG.forEach((event, i) => {
            live = projectEvents(live, [event]).transcript;
            expect(live, `after event ${i + 1}`).to.deep.equal(projectLog(FULL_LOG.slice(0, i + 1)));
        });
    });

    it('gives the same whole for any overlap of two pieces, as after a reconnect', () => {
        const whole = projectLog(FULL_LOG);
        for (let cut = 0; cut <= FULL_LOG.length; cut++) {
            for (const overlap of [1, 5, cut]) {
                const first = projectEvents(EMPTY_TRANSCRIPT, FULL_LOG.slice(0, cut)).transcript;
                const again = projectEvents(first, FULL_LOG.slice(Math.max(0, cut - overlap)));
                expect(again, `cut at ${cut}, ${overlap} again`).to.deep.equal({ transcript: whole });
            }
        }
    });

    it('returns the very same transcript when it learns nothing', () => {
        const whole = projectLog(FULL_LOG);
        expect(projectEvents(whole, FULL_LOG).transcript).to.equal(whole);
        expect(projectEvents(whole, []).transcript).to.equal(whole);
        expect(projectGap(whole, whole.seq)).to.equal(whole);
    });

    it('changes no value that it has given out, and keeps the identity of what did not change', () => {
        const before = projectLog(FULL_LOG.slice(0, 31));
        const copy = JSON.stringify(before);
        const after = projectEvents(before, FULL_LOG.slice(31)).transcript;
        expect(JSON.stringify(before)).to.equal(copy);
        expect(after.turns[1]).to.equal(before.turns[1]);
        expect(after.turns[2]).not.to.equal(before.turns[2]);
        const stateOnly = projectEvents(after, [{ seq: after.seq + 1, atMs: 0, body: state('idle') }]).transcript;
        expect(stateOnly.turns).to.equal(after.turns);
    });

    it('takes what comes before a hole, names the hole, and goes on when it is filled', () => {
        const holed = FULL_LOG.filter(event => event.seq < 8 || event.seq > 10);
        const { transcript, missing } = projectEvents(EMPTY_TRANSCRIPT, holed);
        expect(missing).to.deep.equal({ from: 8, to: 10 });
        expect(transcript).to.deep.equal(projectLog(FULL_LOG.slice(0, 7)));
        expect(projectEvents(transcript, FULL_LOG.slice(5))).to.deep.equal({ transcript: projectLog(FULL_LOG) });
    });

    it('says so where older events are not kept, and goes on after them', () => {
        const transcript = projectEvents(projectGap(EMPTY_TRANSCRIPT, 10), FULL_LOG.slice(10)).transcript;
        expect(transcript.seq).to.equal(FULL_LOG.length);
        expect(transcript.turns[0].parts[0]).to.deep.equal({
            kind: 'notice',
            id: 'notice-10',
            level: 'warning',
            text: '10 older events are not kept any more.'
        });
        expect(transcript.turns[1].parts[0]).to.deep.include({ id: 'b2', text: 'I shall build it.' });
    });

    it('keeps the words already said and the calls already made when a turn is stopped', () => {
        const last = projectLog(FULL_LOG).turns.at(-1)!;
        expect(last.state).to.equal('interrupted');
        expect(last.parts).to.deep.equal([
            {
                kind: 'tool',
                id: 'u3',
                name: 'Bash',
                input: { command: 'make' },
                state: 'interrupted',
                startedAtMs: 1_029,
                endedAtMs: 1_034
            },
            { kind: 'text', id: 'b3', text: 'It has two sta', state: 'cut', startedAtMs: 1_030, endedAtMs: 1_034 },
            { kind: 'notice', id: 'notice-33', level: 'warning', text: 'Retrying' }
        ]);
    });

    it('tells a reply that broke off and was begun again from the answer, with the blocks of it that had ended', () => {
        const transcript = projectLog(
            log(
                asked('m1'),
                turn('t1'),
                block('t1', 'thought', 'thinking'),
                blockEnd('thought'),
                block('t1', 'half'),
                delta('half', 'It has two sta'),
                notice('Asking again'),
                { type: 'block-ended', blockId: 'thought', cut: true },
                { type: 'block-ended', blockId: 'half', cut: true },
                block('t1', 'whole'),
                delta('whole', 'It has two stages.'),
                blockEnd('whole'),
                turnEnd('t1', 'finished')
            )
        );
        const parts = transcript.turns[0].parts.map(part => [part.id, 'state' in part ? part.state : part.kind]);
        expect(parts).to.deep.equal([
            ['thought', 'replaced'],
            ['half', 'replaced'],
            ['notice-7', 'notice'],
            ['whole', 'done']
        ]);
        expect(transcript.turns[0].parts[1]).to.deep.include({ text: 'It has two sta', endedAtMs: 1_008 });
    });

    it('keeps what was said when the session host died in mid-turn and only the state says so', () => {
        const transcript = projectLog(
            log(
                asked('m1'),
                turn('t1'),
                block('t1', 'b1'),
                delta('b1', 'half a wo'),
                state('interrupted', 'the session host was stopped')
            )
        );
        expect(transcript.turns[0]).to.deep.include({ state: 'interrupted' });
        expect(transcript.turns[0].parts[0]).to.deep.include({ text: 'half a wo', state: 'cut' });
        expect(transcript.reason).to.equal('the session host was stopped');
    });

    it('lets the end of a turn have the last word over a state that came before it', () => {
        const transcript = projectLog(log(asked('m1'), turn('t1'), state('failed'), turnEnd('t1', 'failed', 'No key')));
        expect(transcript.turns[0]).to.deep.include({ state: 'failed', error: 'No key' });
    });

    it('keeps a message that came during a turn apart, after it, until its own turn begins', () => {
        const during = projectLog(log(asked('m1'), turn('t1'), asked('m2'), block('t1', 'b1'), delta('b1', 'one')));
        expect(during.turns.map(({ key, state: s, parts }) => [key, s, parts.length])).to.deep.equal([
            ['message:m1', 'running', 1],
            ['message:m2', 'queued', 0]
        ]);
        const after = projectEvents(during, [
            { seq: 6, atMs: 0, body: turnEnd('t1', 'finished') },
            { seq: 7, atMs: 0, body: turn('t2') }
        ]).transcript;
        expect(after.turns.map(({ key, state: s, turnId }) => [key, s, turnId])).to.deep.equal([
            ['message:m1', 'finished', 't1'],
            ['message:m2', 'running', 't2']
        ]);
    });

    it('gives all messages that wait to the next turn', () => {
        const transcript = projectLog(
            log(asked('m1'), turn('t1'), asked('m2'), asked('m3'), turnEnd('t1', 'finished'), turn('t2'))
        );
        expect(transcript.turns.map(({ messages, state: s }) => [messages.map(m => m.messageId), s])).to.deep.equal([
            [['m1'], 'finished'],
            [['m2', 'm3'], 'running']
        ]);
    });

    it('shows a turn that nobody asked for, as after a resume', () => {
        const transcript = projectLog(log(turn('t1'), block('t1', 'b1'), delta('b1', 'going on')));
        expect(transcript.turns).to.have.length(1);
        expect(transcript.turns[0]).to.deep.include({ key: 'turn:t1', messages: [], state: 'running' });
    });

    it('puts a notice before the first turn into an aside, and not among queued messages', () => {
        const transcript = projectLog(log(asked('m1'), notice('No key')));
        expect(transcript.turns.map(t => t.state)).to.deep.equal(['aside', 'queued']);
    });

    it('follows a tool call from the request over the approval to its output', () => {
        const events = log(
            asked('m1'),
            turn('t1'),
            tool('t1', 'u1'),
            approval('a1', 'u1'),
            answer('a1', 'allow'),
            toolStarted('u1'),
            toolDone('u1', 'ok')
        );
        const states = events
            .map((_, i) => projectLog(events.slice(0, i + 1)).turns[0].parts[0])
            .map(p => p?.kind === 'tool' && p.state);
        expect(states).to.deep.equal([false, false, 'requested', 'waiting', 'requested', 'running', 'done']);
    });

    it('lists only the calls that still wait for a person', () => {
        const events = log(
            asked('m1'),
            turn('t1'),
            tool('t1', 'u1'),
            approval('a1', 'u1'),
            tool('t1', 'u2'),
            approval('a2', 'u2'),
            answer('a1', 'deny')
        );
        expect(waitingTools(projectLog(events)).map(part => part.id)).to.deep.equal(['u2']);
        const stopped = [...events, { seq: 8, atMs: 0, body: turnEnd('t1', 'interrupted') }];
        expect(waitingTools(projectLog(stopped))).to.deep.equal([]);
    });

    it('makes the tool call of an approval whose request is not known', () => {
        const transcript = projectLog(log(asked('m1'), turn('t1'), approval('a1', 'u9')));
        expect(transcript.turns[0].parts[0]).to.deep.include({ id: 'u9', state: 'waiting', name: 'Bash' });
    });

    it('marks an approval that was withdrawn, and a call whose fate nobody knows', () => {
        const transcript = projectLog(
            log(
                asked('m1'),
                turn('t1'),
                tool('t1', 'u1'),
                approval('a1', 'u1'),
                answer('a1', 'withdrawn'),
                tool('t1', 'u2'),
                toolStarted('u2'),
                {
                    type: 'tool-finished',
                    toolUseId: 'u2',
                    outcome: 'unknown',
                    output: ''
                }
            )
        );
        expect(transcript.turns[0].parts.map(part => part.kind === 'tool' && part.state)).to.deep.equal([
            'interrupted',
            'unknown'
        ]);
    });

    it('does not stumble over events whose beginning it has never seen', () => {
        const transcript = projectLog(
            log(delta('b0', 'x'), blockEnd('b0'), answer('a0', 'allow'), toolStarted('u0'), toolDone('u0', 'x'))
        );
        expect(transcript).to.deep.equal({ ...EMPTY_TRANSCRIPT, seq: 5 });
    });

    it('adds usage up for the turn and for the session', () => {
        const transcript = projectLog(FULL_LOG);
        expect(transcript.turns.map(t => t.usage)).to.deep.equal([
            NO_USAGE,
            { inputTokens: 100, outputTokens: 20, cacheReadTokens: 10, cacheWriteTokens: 1 },
            { inputTokens: 7, outputTokens: 3, cacheReadTokens: 10, cacheWriteTokens: 1 }
        ]);
        expect(transcript.usage).to.deep.equal({
            inputTokens: 107,
            outputTokens: 23,
            cacheReadTokens: 20,
            cacheWriteTokens: 2
        });
        expect(transcript.contextTokens).to.equal(18);
    });

    it('takes a log of a hundred thousand events', () => {
        const bodies: ClaudeEventBody[] = [];
        for (let t = 0; bodies.length < 100_000; t++) {
            bodies.push(asked(`m${t}`), turn(`t${t}`), block(`t${t}`, `b${t}`));
            for (let d = 0; d < 100; d++) {
                bodies.push(delta(`b${t}`, 'word '));
            }
            bodies.push(blockEnd(`b${t}`), turnEnd(`t${t}`, 'finished'));
        }
        expect(projectLog(log(...bodies)).turns).to.have.length(Math.ceil(100_000 / 105));
    });
});
