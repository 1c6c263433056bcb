import { expect } from 'chai';
import type { ClaudeEventBody } from '../common/claude-events';
import {
    answer,
    approval,
    asked,
    block,
    blockEnd,
    delta,
    FULL_LOG,
    log,
    notice,
    started,
    state,
    tool,
    toolDone,
    toolStarted,
    turn,
    turnEnd,
    used
} from './testing/event-bodies';
import { EMPTY_TRANSCRIPT, NO_USAGE, waitingTools } from './transcript';
import { projectEvents, projectLog } from './transcript-projection';

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

    it('shows the pictures that a call gave back, and none of one from before they were kept', () => {
        const picture = {
            attachmentId: 'a'.repeat(64),
            name: 'sky.png',
            mediaType: 'image/png',
            sizeBytes: 8
        } as const;
        const { parts } = projectLog(
            log(
                asked('m1'),
                turn('t1'),
                tool('t1', 'u1'),
                { type: 'tool-finished', toolUseId: 'u1', outcome: 'done', output: '', pictures: [picture] },
                tool('t1', 'u2'),
                toolDone('u2', '(image)')
            )
        ).turns[0];
        expect(parts.map(part => part.kind === 'tool' && [part.output, part.pictures])).to.deep.equal([
            ['', [picture]],
            ['(image)', undefined]
        ]);
    });

    it('tells what nobody answered from what was refused (what Stop withdrew looked denied)', () => {
        const denied = (toolUseId: string, unbegun?: true): ClaudeEventBody => ({
            type: 'tool-finished',
            toolUseId,
            outcome: 'denied',
            output: '',
            ...(unbegun && { unbegun })
        });
        const calls: [string, ...ClaudeEventBody[]][] = [
            ['withdrawn', approval('a0', 'u0'), answer('a0', 'withdrawn'), denied('u0', true)],
            ['withdrawn', approval('a1', 'u1'), answer('a1', 'withdrawn'), denied('u1')],
            ['withdrawn', denied('u2', true)],
            ['denied', denied('u3')],
            ['denied', approval('a4', 'u4'), answer('a4', 'deny'), denied('u4', true)],
            ['not-run', approval('a5', 'u5'), answer('a5', 'allow'), denied('u5', true)]
        ];
        const bodies = calls.flatMap(([, ...rest], i) => [tool('t1', `u${i}`), ...rest]);
        const [{ parts }] = projectLog(log(asked('m1'), turn('t1'), ...bodies)).turns;
        expect(parts.map(part => part.kind === 'tool' && part.state)).to.deep.equal(calls.map(([state]) => state));
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
