import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { ProblemManager } from '@theia/markers/lib/browser/problem/problem-manager';
import { ProblemMatch, ProblemMatchData } from '@theia/task/lib/common/problem-matcher-protocol';
import { TaskOutputProcessedEvent, TaskWatcher } from '@theia/task/lib/common';
import { WorkspaceService } from '@theia/workspace/lib/browser';

/** What the ide answers about running tasks. */
export const TaskProblemsService = Symbol('TaskProblemsService');
export interface TaskProblemsService {
    problemsOf(context: string | undefined): Promise<TaskOutputProcessedEvent[]>;
}

/** A page that is loaded while tasks run shows the problems that they have found before. */
@injectable()
export class TaskProblemsRestorer implements FrontendApplicationContribution {
    @inject(TaskProblemsService)
    protected readonly service!: TaskProblemsService;
    @inject(TaskWatcher)
    protected readonly watcher!: TaskWatcher;
    @inject(ProblemManager)
    protected readonly markers!: ProblemManager;
    @inject(WorkspaceService)
    protected readonly workspaces!: WorkspaceService;

    /** Not awaited by the start of the page. */
    onDidInitializeLayout(): void {
        void this.restore();
    }

    private async restore(): Promise<void> {
        await this.workspaces.ready;
        const client = this.watcher.getTaskClient();
        for (const event of await this.service.problemsOf(this.workspaces.workspace?.resource.toString())) {
            // Theia's own code makes markers of them, with the rules of each matcher.
            client.onDidProcessTaskOutput({ ...event, problems: event.problems?.filter(found => this.isNew(found)) });
        }
    }

    /** A task that goes on has told it to this page already, maybe. */
    private isNew(found: ProblemMatch): boolean {
        if (!ProblemMatchData.is(found) || !found.resource) {
            return false;
        }
        const { description, marker, resource } = found;
        const text = JSON.stringify(marker);
        const uri = resource.withScheme(resource.scheme);
        return this.markers
            .findMarkers({ uri, owner: description.owner })
            .every(known => JSON.stringify(known.data) !== text);
    }
}
