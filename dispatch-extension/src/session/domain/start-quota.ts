import { SessionErrors } from '../common/session-errors';

/** A limit, and the variable of the configuration that sets it. */
export interface NamedLimit {
    limit: number;
    variable: string;
}

/** How many sessions of one kind may run and be started. */
export interface KindQuota {
    perPerson: NamedLimit;
    perWorkspace: NamedLimit;
    /** Starts within {@link START_WINDOW_MS}. */
    starts: NamedLimit;
}

/** In ms. */
export const START_WINDOW_MS = 10_000;

/** Counts the starts of one kind. Checking and counting are one step, so that no burst passes it. */
export class StartQuota {
    private startedAtMs: number[] = [];

    /**
     * Counts a start, or throws `session.too-many-of-kind`, `session.too-many-in-workspace` or `session.too-fast`.
     * `running` and `inWorkspace`: those of the kind that run without it, `undefined` for a start outside of workspaces.
     */
    admit(quota: KindQuota, running: number, inWorkspace: number | undefined, nowMs: number): void {
        if (running >= quota.perPerson.limit) {
            throw SessionErrors.tooManyOfKind({ ...quota.perPerson });
        }
        if (inWorkspace !== undefined && inWorkspace >= quota.perWorkspace.limit) {
            throw SessionErrors.tooManyInWorkspace({ ...quota.perWorkspace });
        }
        this.startedAtMs = this.startedAtMs.filter(atMs => atMs > nowMs - START_WINDOW_MS);
        if (this.startedAtMs.length >= quota.starts.limit) {
            throw SessionErrors.tooFast({ ...quota.starts, seconds: START_WINDOW_MS / 1_000 });
        }
        this.startedAtMs.push(nowMs);
    }
}
