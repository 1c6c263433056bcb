import { SessionHostLimits } from '../../kernel/common/process-contract';
import { WorkspaceId } from '../../kernel/common/ids';
import { SessionErrors } from '../common/session-errors';
import { isFinal } from '../domain/session-life';
import { StartQuota } from '../domain/start-quota';
import { SessionKind } from './session-kind';
import { SessionRouter } from './session-router';

/** How many sessions of kinds without a limit of their own may run at once for one person. */
export const MAX_RUNNING_SESSIONS = 200;

/** Whether there is room for one more session. */
export class SessionRoom {
    private readonly quotas = new Map<string, StartQuota>();

    constructor(
        private readonly router: SessionRouter,
        private readonly kinds: ReadonlyMap<string, SessionKind>,
        private readonly limits: () => SessionHostLimits
    ) {}

    /** Throws where no more of a kind may run or be started; counts the start otherwise. */
    take(name: string, workspaceId: WorkspaceId | undefined): void {
        const quota = this.kinds.get(name)?.quota?.(this.limits());
        if (quota) {
            const running = this.router.all().filter(({ info }) => info.kind === name && !isFinal(info.state));
            const inWorkspace = running.filter(({ info }) => info.workspaceId === workspaceId).length;
            const counted = this.quotas.get(name) ?? new StartQuota();
            this.quotas.set(name, counted);
            counted.admit(quota, running.length, workspaceId && inWorkspace, performance.now());
        } else if (this.router.running >= MAX_RUNNING_SESSIONS) {
            throw SessionErrors.tooMany({ limit: MAX_RUNNING_SESSIONS });
        }
    }
}
