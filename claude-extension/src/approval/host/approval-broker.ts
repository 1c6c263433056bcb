import { randomUUID } from 'node:crypto';
import { ClaudeErrors } from '../../conversation/common/claude-errors';
import { ClaudeEventBody, ClaudeState } from '../../conversation/common/claude-events';
import { ApprovalAnswer, ToolCall } from '../common/approval';
import { inputHash } from './input-hash';

/** The log of a session, as far as questions are concerned. */
export interface ApprovalLog {
    readonly conversation: {
        readonly state: ClaudeState;
        readonly turnId?: string;
        readonly openTools: ReadonlyMap<string, unknown>;
        readonly approvals: ReadonlyMap<
            string,
            { toolUseId: string; inputHash: string; answer?: ApprovalAnswer['answer'] }
        >;
        pendingApprovals(): [approvalId: string, approval: { toolUseId: string }][];
    };
    /** Folds at once; resolves when it is on the disk. */
    record(...bodies: ClaudeEventBody[]): Promise<void>;
    flushed(): Promise<void>;
}

/** How a person answers. */
export interface PersonAnswer {
    approvalId: string;
    /** Of the input that the person saw. */
    inputHash: string;
    answer: 'allow' | 'deny';
    message?: string;
    /** A rule that a person made answers, not the person. Never taken from a request. */
    ruleId?: string;
}

/**
 * What may answer in place of the person: rules that a person made. Asked before the person is. Undefined means: ask the
 * person. It only ever allows; never rejects.
 */
export interface ApprovalPolicy {
    decide(call: ToolCall): Promise<{ ruleId: string } | undefined>;
}

/** No rules: the person is asked about everything. */
export const ASK_ALWAYS: ApprovalPolicy = { decide: async () => undefined };

/**
 * The questions of one session to its person. Each is an event before anybody sees it, and so is its answer before the
 * tool runs. The first answer counts. Nothing is ever allowed by a time-out.
 */
export class ApprovalBroker {
    private readonly waiting = new Map<string, (answer: ApprovalAnswer) => void>();
    /** The calls that the policy looks at; those that were withdrawn meanwhile are gone from here. */
    private readonly deciding = new Set<ToolCall>();

    constructor(
        private readonly recorder: ApprovalLog,
        private readonly policy: ApprovalPolicy = ASK_ALWAYS
    ) {}

    /** Asks. Resolves with the answer, or with `withdrawn` when nobody will answer any more. Never rejects. */
    async ask(call: ToolCall, turnId: string): Promise<ApprovalAnswer> {
        const { recorder } = this;
        const approvalId = randomUUID();
        try {
            const hash = inputHash(call.input);
            if (!recorder.conversation.openTools.has(call.toolUseId)) {
                void this.recorded({ type: 'tool-requested', turnId, ...call });
            }
            const request: ClaudeEventBody = { type: 'approval-requested', approvalId, ...call, inputHash: hash };
            this.deciding.add(call);
            const rule = await this.policy.decide(call);
            // looked at in the same breath as the question is asked: in between it could be withdrawn unseen
            if (!this.deciding.delete(call)) {
                return { answer: 'withdrawn' };
            }
            if (rule) {
                await recorder.record(request, {
                    type: 'approval-answered',
                    approvalId,
                    answer: 'allow',
                    by: 'rule',
                    ruleId: rule.ruleId
                });
                return { answer: 'allow' };
            }
            const answer = new Promise<ApprovalAnswer>(resolve => this.waiting.set(approvalId, resolve));
            void this.recorded(request);
            if (recorder.conversation.state !== 'waiting') {
                void this.recorded({ type: 'state-changed', state: 'waiting' });
            }
            await recorder.flushed();
            return await answer;
        } catch {
            // the log is broken, which stops the session; see EventRecorder
            return { answer: 'withdrawn' };
        } finally {
            this.waiting.delete(approvalId);
        }
    }

    /**
     * Takes an answer. Resolves when it is on the disk. Fails with `claude.approval-not-found`,
     * `claude.approval-answered` or `claude.input-changed`.
     */
    async answer({ approvalId, inputHash: seenHash, answer, message, ruleId }: PersonAnswer): Promise<void> {
        const { conversation } = this.recorder;
        const approval = conversation.approvals.get(approvalId);
        if (!approval) {
            throw ClaudeErrors.approvalNotFound();
        }
        if (approval.answer) {
            throw ClaudeErrors.approvalAnswered({ answer: SAID[approval.answer] });
        }
        if (approval.inputHash !== seenHash) {
            throw ClaudeErrors.inputChanged();
        }
        const others = conversation.pendingApprovals().length - 1;
        const events: ClaudeEventBody[] = [
            { type: 'approval-answered', approvalId, answer, message, ...(ruleId && { by: 'rule', ruleId }) }
        ];
        if (others === 0 && conversation.turnId) {
            events.push({ type: 'state-changed', state: 'working' });
        }
        await this.recorder.record(...events);
        this.waiting.get(approvalId)?.({ answer, message });
    }

    /** Takes back every question that waits; those who asked are told. */
    withdrawAll(why: string): void {
        this.deciding.clear();
        for (const [approvalId] of this.recorder.conversation.pendingApprovals()) {
            this.takeBack(approvalId, why);
        }
    }

    /** Takes back the questions about one call, because the runtime does not want to know any more. */
    withdraw(toolUseId: string, why: string): void {
        const { conversation } = this.recorder;
        for (const call of this.deciding) {
            if (call.toolUseId === toolUseId) {
                this.deciding.delete(call);
            }
        }
        const pending = conversation.pendingApprovals();
        const obsolete = pending
            .filter(([, approval]) => approval.toolUseId === toolUseId)
            .map(([approvalId]) => approvalId);
        for (const approvalId of obsolete) {
            this.takeBack(approvalId, why);
        }
        if (obsolete.length === pending.length && obsolete.length > 0 && conversation.turnId) {
            void this.recorded({ type: 'state-changed', state: 'working' });
        }
    }

    private takeBack(approvalId: string, why: string): void {
        void this.recorded({ type: 'approval-answered', approvalId, answer: 'withdrawn', message: why });
        this.waiting.get(approvalId)?.({ answer: 'withdrawn' });
    }

    /** Records without waiting; that the log is broken is told to the session by the recorder itself. */
    private recorded(...bodies: ClaudeEventBody[]): Promise<void> {
        return this.recorder.record(...bodies).catch(() => undefined);
    }
}

const SAID = { allow: 'it was allowed', deny: 'it was denied', withdrawn: 'it was taken back' };
