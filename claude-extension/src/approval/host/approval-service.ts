import * as path from 'node:path';
import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { RpcService } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { ClaudeErrors } from '../../conversation/common/claude-errors';
import {
    ApprovalKindRpc,
    ApprovalRule,
    PastCall,
    RuleDraft,
    TouchedPath,
    WaitingApproval
} from '../common/approval-protocol';
import { shownPaths } from '../domain/command-paths';
import { isInside } from '../domain/rule-matcher';
import { onlyLooks, ruledCall } from '../domain/rule-tools';
import { readShellCommand } from '../domain/shell-command';
import { ApprovalRules } from './approval-rules';
import { AskedCall, AskedCalls } from './asked-calls';
import { realPath } from './real-path';

/** A Claude session, as far as its questions are concerned. */
export interface AskingSession {
    readonly info: SessionInfo;
    /** The ids of the questions that wait. */
    readonly pending: readonly string[];
    /** Claude only plans. */
    readonly isPlanning: boolean;
}

/** The Claude sessions, as far as their questions are concerned. */
export interface ApprovalSessions {
    /** Of every session that is there. */
    all(): AskingSession[];
    /** Answers a question that a rule allows. Fails as an answer of a person does. */
    allowByRule(answer: { sessionId: string; approvalId: string; inputHash: string; ruleId: string }): Promise<void>;
}

/** How many past calls a rule is tried on, and how many of those that matched are shown. */
const MAX_LOOKED_AT = 500;
const MAX_SHOWN = 20;
/** A longer input, as JSON text, is shown in its session only. */
const MAX_LISTED_CHARS = 64 * 1024;
const MAX_SUBJECT_CHARS = 300;
const MAX_PATHS = 100;
/** Why a question cannot be answered any more that waited a moment ago. */
const OVERTAKEN = ['claude.approval-answered', 'claude.approval-not-found', 'claude.not-found', 'claude.stopping'];

/** What pages ask about approvals, over all sessions. */
export class ApprovalService {
    /** `dataFolder`: Dispatch's own, to warn of. */
    constructor(
        private readonly sessions: ApprovalSessions,
        private readonly calls: AskedCalls,
        private readonly rules: ApprovalRules,
        private readonly dataFolder: string
    ) {}

    readonly service: RpcService<typeof ApprovalKindRpc> = {
        listWaiting: async () => ({ waiting: await this.listWaiting() }),
        inspectApproval: async ({ sessionId, approvalId }) => ({ paths: await this.inspect(sessionId, approvalId) }),
        previewRules: ({ rules }) => this.preview(rules),
        addRule: async draft => {
            const rule = await this.rules.add(draft);
            await this.answerWaiting();
            return { rule };
        },
        listRules: async () => ({ rules: [...(await this.rules.list())] }),
        changeRuleExpiry: async ({ ruleId, expiresAtMs }) => {
            await this.rules.changeExpiry(ruleId, expiresAtMs ?? undefined);
            return {};
        },
        removeRule: async ({ ruleId }) => {
            await this.rules.remove(ruleId);
            return {};
        }
    };

    private async listWaiting(): Promise<WaitingApproval[]> {
        const found = await Promise.all(
            this.sessions.all().map(async ({ info, pending }) => {
                const asked = pending.length > 0 ? await this.pendingOf(info.id, pending) : [];
                return asked.map(call => waitingApproval(info, call));
            })
        );
        return found.flat().sort((a, b) => a.askedAtMs - b.askedAtMs);
    }

    /** The calls of these questions; newest first. */
    private async pendingOf(sessionId: string, pending: readonly string[]): Promise<AskedCall[]> {
        const ids = new Set(pending);
        // questions are answered in any order, but seldom do so many come after one that still waits
        for (const limit of [100, 10_000]) {
            const asked = (await this.calls.ofSession(sessionId, limit)).filter(call => ids.has(call.approvalId));
            if (asked.length === ids.size) {
                return asked;
            }
        }
        return (await this.calls.ofSession(sessionId, 10_000)).filter(call => ids.has(call.approvalId));
    }

    private async inspect(sessionId: string, approvalId: string): Promise<TouchedPath[]> {
        const session = this.sessions.all().find(({ info }) => info.id === sessionId);
        const [call] = session ? await this.pendingOf(sessionId, [approvalId]) : [];
        if (!session || !call) {
            throw ClaudeErrors.approvalNotFound();
        }
        const folder = await realPath(session.info.folder);
        const dispatch = await realPath(this.dataFolder);
        const written = [...new Set(pathsOf(call))].slice(0, MAX_PATHS);
        return Promise.all(
            written.map(async each => {
                const real = await realPath(resolved(each, folder));
                return { written: each, real, place: placeOf(real, folder, dispatch) };
            })
        );
    }

    private async preview(drafts: RuleDraft[]): Promise<{ matches: PastCall[]; matched: number; lookedAt: number }> {
        const checked = await Promise.all(drafts.map(draft => this.rules.checked(draft)));
        const infos = new Map(this.sessions.all().map(({ info }) => [info.id as string, info]));
        const calls = (await this.calls.newest(MAX_LOOKED_AT)).filter(({ kind }) => kind === 'tool');
        const matches: PastCall[] = [];
        for (const call of calls) {
            const info = infos.get(call.sessionId);
            if (info && (await this.rules.wouldAllow(checked, info, call))) {
                matches.push(pastCall(info, call));
            }
        }
        return { matches: matches.slice(0, MAX_SHOWN), matched: matches.length, lookedAt: calls.length };
    }

    /** A rule that was just made answers what waits already; while Claude plans only what changes nothing, as for a new call. */
    private async answerWaiting(): Promise<void> {
        for (const { info, pending, isPlanning } of this.sessions.all()) {
            const calls = pending.length > 0 ? await this.pendingOf(info.id, pending) : [];
            const ruled = calls.filter(({ kind, name }) => kind === 'tool' && (!isPlanning || onlyLooks(name)));
            for (const call of ruled) {
                const rule = await this.rules.find(info, call);
                if (rule) {
                    await this.allow(call, rule);
                }
            }
        }
    }

    /** Somebody may have answered meanwhile, or the session have ended; the rule is made all the same. */
    private async allow({ sessionId, approvalId, inputHash }: AskedCall, rule: ApprovalRule): Promise<void> {
        try {
            await this.sessions.allowByRule({ sessionId, approvalId, inputHash, ruleId: rule.ruleId });
        } catch (error) {
            if (isOvertaken(error)) {
                return;
            }
            throw error;
        }
        await this.rules.count(rule);
    }
}

function isOvertaken(error: unknown): boolean {
    return error instanceof DispatchError && OVERTAKEN.includes(error.code);
}

function waitingApproval(info: SessionInfo, call: AskedCall): WaitingApproval {
    const { approvalId, kind, name, inputHash, askedAtMs, input } = call;
    const isShort = JSON.stringify(input).length <= MAX_LISTED_CHARS;
    return {
        sessionId: info.id,
        sessionTitle: info.title,
        folder: info.folder,
        approvalId,
        kind,
        name,
        inputHash,
        askedAtMs,
        input: isShort ? { ...input } : undefined
    };
}

function pastCall(info: SessionInfo, { name, input, askedAtMs }: AskedCall): PastCall {
    const subject = ruledCall(name, input)?.subject || JSON.stringify(input);
    return {
        sessionId: info.id,
        sessionTitle: info.title,
        name,
        subject: subject.slice(0, MAX_SUBJECT_CHARS),
        askedAtMs
    };
}

function pathsOf({ name, input }: AskedCall): string[] {
    const ruled = ruledCall(name, input);
    if (typeof input['command'] === 'string' && (ruled?.tool === 'command' || name.toLowerCase() === 'bash')) {
        const { parts } = readShellCommand(input['command']);
        return parts.flatMap(({ words, targets }) => [...words.flatMap(shownPaths), ...targets]);
    }
    return ['file_path', 'notebook_path', 'path']
        .map(field => input[field])
        .filter(value => typeof value === 'string' && value !== '') as string[];
}

function resolved(written: string, folder: string): string {
    if (written === '~' || written.startsWith('~/')) {
        return path.join(process.env['HOME'] ?? '/', written.slice(1));
    }
    return path.resolve(folder, written);
}

function placeOf(real: string, folder: string, dispatch: string): TouchedPath['place'] {
    return isInside(real, dispatch) ? 'dispatch' : isInside(real, folder) ? 'inside' : 'outside';
}
