import { randomUUID } from 'node:crypto';
import { ClaudeErrors } from '../../conversation/common/claude-errors';
import { ClaudeEventBody, ClaudeState, PermissionMode } from '../../conversation/common/claude-events';
import { ApprovalAnswer, ToolCall } from '../common/approval';
import { inputHash } from './input-hash';

/** A question as the log knows it. Without `answer` it waits. */
interface LoggedApproval {
    readonly toolUseId: string;
    readonly inputHash: string;
    readonly answer?: ApprovalAnswer;
}

/** The log of a session, as far as questions are concerned. */
export interface ApprovalLog {
    readonly conversation: {
        readonly state: ClaudeState;
        readonly turnId?: string;
        readonly openTools: ReadonlyMap<string, { readonly started: boolean }>;
        readonly approvals: ReadonlyMap<string, LoggedApproval>;
        pendingApprovals(): [approvalId: string, approval: LoggedApproval][];
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
    answers?: Record<string, string>;
    mode?: PermissionMode;
}

/**
 * What may answer in place of the person: rules that a person made. Asked before the person is, about tools that want to
 * run and nothing else. Undefined means: ask the person. It only ever allows; never rejects.
 */
export interface ApprovalPolicy {
    decide(call: ToolCall): Promise<{ ruleId: string } | undefined>;
}

/** No rules: the person is asked about everything. */
export const ASK_ALWAYS: ApprovalPolicy = { decide: async () => undefined };

/**
 * The questions of one session to its person. Each is an event before anybody sees it, and so is its answer before the
 * tool runs. The first answer counts. Nothing is ever allowed by a time-out. A question that an earlier session host asked
 * is not asked again: its answer, given before or after, is the answer to the same call, once.
 */
export class ApprovalBroker {
    private readonly waiting = new Map<string, (answer: ApprovalAnswer) => void>();
    /** Questions of an earlier session host that no call has taken over yet. */
    private readonly inherited: Set<string>;
    /** The calls that the policy looks at; those that were withdrawn meanwhile are gone from here. */
    private readonly deciding = new Set<ToolCall>();

    constructor(
        private readonly recorder: ApprovalLog,
        private readonly policy: ApprovalPolicy = ASK_ALWAYS
    ) {
        const { approvals, openTools } = recorder.conversation;
        const isOpen = ({ toolUseId }: LoggedApproval): boolean => openTools.get(toolUseId)?.started === false;
        this.inherited = new Set([...approvals].filter(([, approval]) => isOpen(approval)).map(([id]) => id));
    }

    /**
     * Asks. Resolves with the answer, or with `withdrawn` when nobody will answer any more. Never rejects.
     * `byPerson`: no rule may answer.
     */
    async ask(call: ToolCall, turnId: string, byPerson = false): Promise<ApprovalAnswer> {
        try {
            const hash = inputHash(call.input);
            const approvalId = this.takeOver(call.toolUseId, hash);
            if (approvalId) {
                return await this.answerTo(approvalId);
            }
            const { kind, ...requested } = call;
            if (!this.recorder.conversation.openTools.has(call.toolUseId)) {
                void this.recorded({ type: 'tool-requested', turnId, ...requested });
            }
            this.deciding.add(call);
            const mayRule = !byPerson && (kind ?? 'tool') === 'tool';
            const rule = mayRule ? await this.ruleFor(call) : undefined;
            if (!this.deciding.delete(call)) {
                return { answer: 'withdrawn' };
            }
            // nothing is awaited until the question is in the log, so that a stop finds it here or there
            return rule ? await this.followRule(call, hash, rule.ruleId) : await this.askPerson(call, hash);
        } catch {
            // the log is broken, which stops the session; see EventRecorder
            return { answer: 'withdrawn' };
        }
    }

    /**
     * Takes an answer. Resolves when it is on the disk. Fails with `claude.approval-not-found`,
     * `claude.approval-answered` or `claude.input-changed`.
     */
    async answer({ approvalId, inputHash: seenHash, ruleId, ...given }: PersonAnswer): Promise<void> {
        const { conversation } = this.recorder;
        const approval = conversation.approvals.get(approvalId);
        if (!approval) {
            throw ClaudeErrors.approvalNotFound();
        }
        if (approval.answer) {
            throw ClaudeErrors.approvalAnswered({ answer: SAID[approval.answer.answer] });
        }
        if (approval.inputHash !== seenHash) {
            throw ClaudeErrors.inputChanged();
        }
        const others = conversation.pendingApprovals().length - 1;
        const by = ruleId === undefined ? {} : { by: 'rule' as const, ruleId };
        const events: ClaudeEventBody[] = [{ type: 'approval-answered', approvalId, ...given, ...by }];
        if (others === 0 && conversation.turnId) {
            events.push({ type: 'state-changed', state: 'working' });
        }
        await this.recorder.record(...events);
        this.waiting.get(approvalId)?.(given);
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

    /** Whoever asked is told that nobody answers; the questions stay as they are, for the next session host. */
    abandon(): void {
        this.deciding.clear();
        for (const told of this.waiting.values()) {
            told({ answer: 'withdrawn' });
        }
    }

    /** The policy reads what is on the disk: all that was said and done up to this call must be there. */
    private async ruleFor(call: ToolCall): Promise<{ ruleId: string } | undefined> {
        await this.recorder.flushed();
        return this.deciding.has(call) ? this.policy.decide(call) : undefined;
    }

    private async askPerson(call: ToolCall, hash: string): Promise<ApprovalAnswer> {
        const { recorder } = this;
        const approvalId = randomUUID();
        const answered = this.answerTo(approvalId);
        void this.recorded({ type: 'approval-requested', approvalId, ...call, inputHash: hash });
        if (recorder.conversation.state !== 'waiting') {
            void this.recorded({ type: 'state-changed', state: 'waiting' });
        }
        try {
            await recorder.flushed();
        } catch (error) {
            this.waiting.delete(approvalId);
            throw error;
        }
        return answered;
    }

    private async followRule(call: ToolCall, hash: string, ruleId: string): Promise<ApprovalAnswer> {
        const approvalId = randomUUID();
        await this.recorder.record(
            { type: 'approval-requested', approvalId, ...call, inputHash: hash },
            { type: 'approval-answered', approvalId, answer: 'allow', by: 'rule', ruleId }
        );
        return { answer: 'allow' };
    }

    /** The question about the same call with the same input that an earlier session host asked; no second call has it. */
    private takeOver(toolUseId: string, hash: string): string | undefined {
        const { approvals } = this.recorder.conversation;
        const approvalId = [...this.inherited].find(id => {
            const approval = approvals.get(id);
            return approval?.toolUseId === toolUseId && approval.inputHash === hash;
        });
        if (approvalId) {
            this.inherited.delete(approvalId);
        }
        return approvalId;
    }

    /** What was answered, or will be. */
    private async answerTo(approvalId: string): Promise<ApprovalAnswer> {
        const given = this.recorder.conversation.approvals.get(approvalId)?.answer;
        if (given) {
            return given;
        }
        try {
            return await new Promise<ApprovalAnswer>(resolve => this.waiting.set(approvalId, resolve));
        } finally {
            this.waiting.delete(approvalId);
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
