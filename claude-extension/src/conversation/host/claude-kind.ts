import * as path from 'node:path';
import { RpcService } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { SessionAllowance } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { MeterAccess } from 'dispatch-extension/lib/kernel/common/process-contract';
import { Current } from 'dispatch-extension/lib/kernel/host/current';
import { CallSurfaces } from 'dispatch-extension/lib/kernel/host/call-surfaces';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { LiveSession, SessionContext, SessionKind } from 'dispatch-extension/lib/session/host/session-kind';
import { StateDatabase } from 'dispatch-extension/lib/storage/host/state-database';
import { ApprovalKindRpc } from '../../approval/common/approval-protocol';
import {
    approvalMigrations,
    ApprovalRules,
    ApprovalService,
    ApprovalSessions,
    SqlAskedCalls,
    SqlRuleStore
} from '../../approval/host/approval-api';
import { RuntimeProvider, runtimeProviders, SessionShells } from '../../runtime/host/runtime-api';
import { Sandbox, SandboxFeature, SandboxInstallation } from '../../sandbox/host/sandbox-api';
import { FolderTrusts, TrustFeature, trustMigrations, TrustStore } from '../../trust/host/trust-api';
import { SignInUsageRpc } from '../../usage/common/usage-protocol';
import { askAllowance, SignInUsage, usageMigrations } from '../../usage/host/usage-api';
import { CLAUDE_KIND, ClaudeKindRpc, ClaudeOptions } from '../common/claude-protocol';
import { NEW_CONVERSATION } from '../domain/session-title';
import { ClaudeSessionManager } from './claude-session-manager';
import { SessionFeature } from './session-feature';
import { claudeMigrations, SqlEventLog } from './sql-event-log';

/** What the Claude kind needs from the session host; `HostServices` and an environment. */
export interface ClaudeWorld {
    readonly database: StateDatabase;
    readonly log: StructuredLog;
    /** The person's own folder: `people/<name>` below the data folder of the installation. */
    readonly personFolder: string;
    /** Where the meter is; may be replaced at any time. */
    readonly meter: Current<MeterAccess>;
    readonly workspacesRoot: string;
    /** Absent: there is no sandbox. */
    readonly sandbox?: Partial<Pick<SandboxInstallation, 'launcher' | 'programFolder'>>;
    /** The environment of the person; a small part of it is given to Claude. Default: that of this process. */
    readonly environment?: Record<string, string | undefined>;
    /** Ways to talk to Claude, the preferred one first. Default: Claude Code, then the Messages API. */
    readonly providers?: readonly RuntimeProvider[];
}

/** The session kind `claude`. */
export class ClaudeKind implements SessionKind<ClaudeOptions> {
    readonly name = CLAUDE_KIND;
    readonly defaultTitle = NEW_CONVERSATION;
    readonly options = ClaudeOptions;
    /** As where another session holds the conversation that was to be continued. */
    readonly forgetsFailedStarts = true;
    readonly migrations = { ...claudeMigrations, ...approvalMigrations, ...trustMigrations, ...usageMigrations };
    readonly manager: ClaudeSessionManager;
    private readonly surfaces = new CallSurfaces();
    private readonly rules: ApprovalRules;
    private readonly world: { readonly meter: () => MeterAccess; readonly log: StructuredLog };

    /**
     * `features`: what is added to each session. `shells`: terminals for the commands of Claude, where the session host has
     * them.
     */
    constructor(
        { database, log, personFolder, meter, environment = process.env, providers, ...places }: ClaudeWorld,
        features: readonly SessionFeature[] = [],
        private readonly shells?: SessionShells
    ) {
        const trusts = new FolderTrusts(new TrustStore(database), {
            environment,
            log: log.with({ feature: 'trust' }),
            now: Date.now
        });
        const dataFolder = path.resolve(personFolder, '..', '..');
        const sandbox = new Sandbox(
            { programFolder: dataFolder, ...places.sandbox, dataFolder, workspacesRoot: places.workspacesRoot },
            environment,
            log.with({ feature: 'sandbox' })
        );
        const ours = log.with({ feature: 'claude' });
        const world = { meter: () => meter.value, environment, log: ours, trusts, sandbox, shells };
        this.world = world;
        const calls = new SqlAskedCalls(database);
        this.rules = new ApprovalRules(new SqlRuleStore(database), calls, world.log, { now: Date.now, dataFolder });
        this.manager = new ClaudeSessionManager(
            new SqlEventLog(database),
            providers ?? runtimeProviders(world),
            undefined,
            session => this.rules.policyFor(session),
            [new TrustFeature(trusts), new SandboxFeature(sandbox), ...features],
            sessionId => this.allowanceOf(sessionId)
        );
        this.surfaces.serve(ClaudeKindRpc, this.service);
        const approvals = new ApprovalService(this.approvalSessions, calls, this.rules, dataFolder);
        this.surfaces.serve(ApprovalKindRpc, approvals.service);
        const bySignIn = new SignInUsage(database);
        this.surfaces.serve(SignInUsageRpc, {
            listSignInUsage: async days => ({ rows: await bySignIn.rows(days) })
        });
        features.forEach(feature => feature.joinKind?.(this.surfaces));
    }

    start(context: SessionContext, options: ClaudeOptions): Promise<LiveSession> {
        return this.manager.create(context, options);
    }

    reopen(context: SessionContext): Promise<LiveSession> {
        return this.manager.reopen(context);
    }

    call(method: string, params: unknown): Promise<unknown> {
        return this.surfaces.call(method, params);
    }

    async forget(sessionId: string): Promise<void> {
        await this.manager.forget(sessionId);
        await this.rules.forgetSession(sessionId);
        await this.shells?.forget(sessionId);
    }

    /** Undefined where the meter does not answer, and where Claude does not go through it. */
    private async allowanceOf(sessionId: string): Promise<SessionAllowance | undefined> {
        const { meter, log } = this.world;
        try {
            return meter().hasKey ? await askAllowance(meter(), sessionId) : undefined;
        } catch (error) {
            log.debug('claude.allowance-not-known', { error });
            return undefined;
        }
    }

    private readonly approvalSessions: ApprovalSessions = {
        all: () => this.manager.waiting(),
        allowByRule: ({ sessionId, ...answer }) => this.manager.approve(sessionId, { ...answer, answer: 'allow' })
    };

    private readonly service: RpcService<typeof ClaudeKindRpc> = {
        listRuntimes: async () => ({ runtimes: await this.manager.runtimes() })
    };
}
