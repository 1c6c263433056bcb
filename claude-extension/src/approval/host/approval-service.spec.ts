import { expect } from 'chai';
import { ClaudeErrors } from '../../conversation/common/claude-errors';
import { FakeSessionContext, SilentLog } from '../../conversation/testing/fake-session-context';
import { MemoryRuleStore } from '../testing/memory-rule-store';
import { ApprovalRules } from './approval-rules';
import { ApprovalService, ApprovalSessions, AskingSession } from './approval-service';
import { AskedCall, AskedCalls } from './asked-calls';

const { info } = new FakeSessionContext('/tmp');

function call(approvalId: string, command: string, kind: AskedCall['kind'] = 'tool'): AskedCall {
    const number = Number(approvalId.slice(1));
    const input = { command };
    return { sessionId: info.id, approvalId, kind, name: 'Bash', input, inputHash: 'h'.repeat(64), askedAtMs: number };
}

function world(asked: AskedCall[], pending: string[], isPlanning = false) {
    const calls: AskedCalls = {
        ofSession: async (_, limit) => asked.toReversed().slice(0, limit),
        newest: async limit => asked.toReversed().slice(0, limit),
        commandsOf: async () => []
    };
    const allowed: string[] = [];
    const sessions: ApprovalSessions = {
        all: (): AskingSession[] => [{ info, pending, isPlanning }],
        allowByRule: async ({ approvalId }) => void allowed.push(approvalId)
    };
    const store = new MemoryRuleStore();
    const rules = new ApprovalRules(store, calls, new SilentLog(), { now: () => 9, dataFolder: '/no' });
    return { allowed, rules, store, sessions, service: new ApprovalService(sessions, calls, rules, '/no').service };
}

describe('approval service', () => {
    it('lists what waits, oldest first, without inputs that are too long for a list', async () => {
        const { service } = world(
            [call('a1', 'ls'), call('a2', 'x'.repeat(70_000)), call('a3', 'pwd'), call('a4', 'yes')],
            ['a3', 'a2']
        );
        const { waiting } = await service.listWaiting({});
        expect(waiting.map(({ approvalId, input }) => [approvalId, input])).to.deep.equal([
            ['a2', undefined],
            ['a3', { command: 'pwd' }]
        ]);
    });

    it('shows what a rule would have matched, and saves nothing', async () => {
        const { service, rules } = world([call('a1', 'ls -l'), call('a2', 'ls; rm x'), call('a3', 'ls')], []);
        const draft = { tool: 'command' as const, pattern: 'ls *', folder: '/tmp' };
        const { matches, matched, lookedAt } = await service.previewRules({ rules: [draft] });
        expect(matches.map(({ subject }) => subject)).to.deep.equal(['ls', 'ls -l']);
        expect({ matched, lookedAt }).to.deep.equal({ matched: 2, lookedAt: 3 });
        expect(await rules.list()).to.deep.equal([]);
    });

    it('tries several rules together, as a chain of commands needs them', async () => {
        const { service } = world([call('a1', 'ls && pwd'), call('a2', 'ls && rm x'), call('a3', 'pwd')], []);
        const rules = ['ls', 'pwd'].map(pattern => ({ tool: 'command' as const, pattern, folder: '/tmp' }));
        const { matches } = await service.previewRules({ rules });
        expect(matches.map(({ subject }) => subject)).to.deep.equal(['pwd', 'ls && pwd']);
    });

    it('answers what waits already with a rule that was just made, but no questions', async () => {
        const asked = [call('a1', 'ls'), call('a2', 'ls -l'), call('a3', 'ls', 'question'), call('a4', 'rm x')];
        const { service, allowed } = world(asked, ['a2', 'a3', 'a4']);
        await service.addRule({ tool: 'command', pattern: 'ls *', folder: '/tmp' });
        expect(allowed).to.deep.equal(['a2']);
    });

    it('answers nothing by a rule that may change something while Claude plans', async () => {
        const read = { ...call('a2', ''), name: 'Read', input: { file_path: 'a' } };
        const { service, allowed } = world([call('a1', 'ls'), read], ['a1', 'a2'], true);
        await service.addRule({ tool: 'command', pattern: 'ls *', folder: '/tmp' });
        await service.addRule({ tool: 'read', pattern: '**', folder: '/tmp' });
        expect(allowed).to.deep.equal(['a2']);
    });

    it('tells which paths a call touches, and warns of those of Dispatch', async () => {
        const { service } = world([call('a1', 'cat src/a /etc/hosts --x=/no/run/secret > ../out')], ['a1']);
        const { paths } = await service.inspectApproval({ sessionId: info.id, approvalId: 'a1' });
        expect(paths.map(({ written, place }) => [written, place])).to.deep.equal([
            ['src/a', 'inside'],
            ['/etc/hosts', 'outside'],
            ['/no/run/secret', 'dispatch'],
            ['../out', 'outside']
        ]);
    });

    it('makes a rule although somebody answers a question meanwhile, and answers the others with it', async () => {
        const { service, allowed, sessions } = world([call('a1', 'ls'), call('a2', 'ls -l')], ['a1', 'a2']);
        const { allowByRule } = sessions;
        sessions.allowByRule = async answer => {
            if (answer.approvalId === 'a2') {
                throw ClaudeErrors.approvalAnswered({ answer: 'it was denied' });
            }
            return allowByRule(answer);
        };
        const { rule } = await service.addRule({ tool: 'command', pattern: 'ls *', folder: '/tmp' });
        expect(rule.pattern).to.equal('ls *');
        expect(allowed).to.deep.equal(['a1']);
    });

    it('reads the rules again after they could not be read', async () => {
        const { rules, store } = world([], []);
        const { all } = store;
        store.all = async () => {
            throw new Error('the database is locked');
        };
        const failed = await rules.list().catch((error: unknown) => error);
        expect(failed).to.be.instanceOf(Error);
        store.all = all;
        expect(await rules.list()).to.deep.equal([]);
    });
});
