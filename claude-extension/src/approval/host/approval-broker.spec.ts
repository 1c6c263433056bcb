import { expect } from 'chai';
import { ClaudeEventBody } from '../../conversation/common/claude-events';
import { Conversation } from '../../conversation/domain/conversation';
import { asking } from '../../conversation/testing/scripted-runtime';
import { SessionFixture } from '../../conversation/testing/session-fixture';
import { ToolCall } from '../common/approval';
import { ApprovalBroker, ApprovalLog, ApprovalPolicy } from './approval-broker';

const CALL: ToolCall = { toolUseId: 'tool-1', name: 'Bash', input: { command: 'make' } };

class MemoryLog implements ApprovalLog {
    readonly conversation = new Conversation();
    readonly bodies: ClaudeEventBody[] = [];

    async record(...bodies: ClaudeEventBody[]): Promise<void> {
        for (const body of bodies) {
            this.conversation.apply({ seq: this.conversation.position + 1, atMs: 0, body });
            this.bodies.push(body);
        }
    }

    async flushed(): Promise<void> {}

    get types(): string[] {
        return this.bodies.map(body => body.type);
    }
}

/** A policy that says what it is told to say, when it is told. */
class SlowPolicy implements ApprovalPolicy {
    say: (rule: { ruleId: string } | undefined) => void = () => undefined;

    decide(): Promise<{ ruleId: string } | undefined> {
        return new Promise(resolve => (this.say = resolve));
    }
}

describe('approval broker with rules', () => {
    it('records that a rule allowed the call, and asks nobody', async () => {
        const log = new MemoryLog();
        const broker = new ApprovalBroker(log, { decide: async () => ({ ruleId: 'rule-1' }) });
        expect(await broker.ask(CALL, 'turn-1')).to.deep.equal({ answer: 'allow' });
        expect(log.types).to.deep.equal(['tool-requested', 'approval-requested', 'approval-answered']);
        expect(log.bodies[2]).to.include({ answer: 'allow', by: 'rule', ruleId: 'rule-1' });
        expect(log.conversation.state).to.equal('idle');
    });

    it('asks the person in spite of a rule where only the person may answer', async () => {
        const log = new MemoryLog();
        const broker = new ApprovalBroker(log, { decide: async () => ({ ruleId: 'rule-1' }) });
        void broker.ask(CALL, 'turn-1', true);
        await new Promise(resolve => setImmediate(resolve));
        expect(log.types).to.deep.equal(['tool-requested', 'approval-requested', 'state-changed']);
    });

    it('asks the person where no rule allows it', async () => {
        const log = new MemoryLog();
        const broker = new ApprovalBroker(log, { decide: async () => undefined });
        const answer = broker.ask(CALL, 'turn-1');
        await new Promise(resolve => setImmediate(resolve));
        const [approvalId, { inputHash }] = log.conversation.pendingApprovals()[0] as [string, { inputHash: string }];
        await broker.answer({ approvalId, inputHash, answer: 'deny', message: 'no' });
        expect(await answer).to.deep.equal({ answer: 'deny', message: 'no' });
    });

    it('lets no rule allow what was withdrawn while it was looked at', async () => {
        for (const withdraw of ['all', 'one'] as const) {
            const log = new MemoryLog();
            const policy = new SlowPolicy();
            const broker = new ApprovalBroker(log, policy);
            const answer = broker.ask(CALL, 'turn-1');
            await new Promise(resolve => setImmediate(resolve));
            if (withdraw === 'all') {
                broker.withdrawAll('stopped');
            } else {
                broker.withdraw(CALL.toolUseId, 'stopped');
            }
            policy.say({ ruleId: 'rule-1' });
            expect(await answer).to.deep.equal({ answer: 'withdrawn' });
            expect(log.types).to.deep.equal(['tool-requested']);
        }
    });

    it('does not look at rules for a call that was withdrawn before the log was written', async () => {
        const log = new MemoryLog();
        let asked = 0;
        const broker = new ApprovalBroker(log, {
            decide: async () => {
                asked++;
                return { ruleId: 'rule-1' };
            }
        });
        const answer = broker.ask(CALL, 'turn-1');
        broker.withdrawAll('stopped');
        expect(await answer).to.deep.equal({ answer: 'withdrawn' });
        expect(asked).to.equal(0);
    });

    it('does not look at rules before all that was said and done is on the disk, where they read it', async () => {
        const log = new MemoryLog();
        let write: () => void = () => undefined;
        let written = false;
        const writing = new Promise<void>(resolve => (write = resolve)).then(() => void (written = true));
        log.flushed = () => writing;
        const seen: boolean[] = [];
        const broker = new ApprovalBroker(log, {
            decide: async () => {
                seen.push(written);
                return { ruleId: 'rule-1' };
            }
        });
        const answer = broker.ask(CALL, 'turn-1');
        await new Promise(resolve => setImmediate(resolve));
        expect(seen).to.deep.equal([]);
        write();
        expect(await answer).to.deep.equal({ answer: 'allow' });
        expect(seen).to.deep.equal([true]);
    });
});

describe('S38: answers that are not the person’s', () => {
    it('refuses the hash of one input for another, an answer after the withdrawal, and one for a question that was never asked', async () => {
        const log = new MemoryLog();
        const broker = new ApprovalBroker(log);
        const first = broker.ask(CALL, 'turn-1');
        const second = broker.ask({ toolUseId: 'tool-2', name: 'Bash', input: { command: 'rm -r .' } }, 'turn-1');
        await new Promise(resolve => setImmediate(resolve));
        const [[harmless, a], [harmful]] = log.conversation.pendingApprovals() as [string, { inputHash: string }][];
        const code = (answering: Promise<void>): Promise<string> =>
            answering.then(
                () => 'taken',
                (error: { code: string }) => error.code
            );
        const swapped = { approvalId: harmful, inputHash: a.inputHash, answer: 'allow' as const };
        expect(await code(broker.answer(swapped))).to.equal('claude.input-changed');
        expect(await code(broker.answer({ ...swapped, approvalId: 'made up' }))).to.equal('claude.approval-not-found');
        broker.withdrawAll('stopped');
        expect(await Promise.all([first, second])).to.deep.equal([{ answer: 'withdrawn' }, { answer: 'withdrawn' }]);
        const late = { approvalId: harmless, inputHash: a.inputHash, answer: 'allow' as const };
        expect(await code(broker.answer(late))).to.equal('claude.approval-answered');
    });

    it('lets no request say that a rule answers', async () => {
        const { page } = await SessionFixture.create(asking('tool-1'));
        await page.say('make it');
        const { approvalId, inputHash } = await page.next('approval-requested');
        const claimed = { approvalId, inputHash, answer: 'allow', by: 'rule', ruleId: 'made up' };
        await page.session.call('answerApproval', claimed);
        expect(await page.next('approval-answered')).to.deep.equal({
            type: 'approval-answered',
            approvalId,
            answer: 'allow'
        });
    });
});
