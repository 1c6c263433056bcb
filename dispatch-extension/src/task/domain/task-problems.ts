/** A problem that a matcher has found in a line. Without `resource` it says that a background task begins anew. */
export interface FoundProblem {
    description: { owner: string };
    resource?: unknown;
}

/** How many problems of one task are kept for pages that come later. */
export const MAX_PROBLEMS = 2_000;

/**
 * The problems of one running task, for a page that is loaded later: those since its matchers last began anew. Of too
 * many the newest are kept.
 */
export class TaskProblems<P extends FoundProblem> {
    private found: P[] = [];

    /** In the order in which they were found. */
    get problems(): readonly P[] {
        return this.found;
    }

    add(problems: readonly P[]): void {
        for (const problem of problems) {
            if (problem.resource === undefined) {
                this.found = this.found.filter(({ description }) => description.owner !== problem.description.owner);
            } else {
                this.found.push(problem);
            }
        }
        this.found = this.found.slice(-MAX_PROBLEMS);
    }
}
