import { AIActivationService } from '@theia/ai-core/lib/browser/ai-activation-service';
import { Event } from '@theia/core/lib/common/event';
import { injectable } from '@theia/core/shared/inversify';

/** Theia's own AI features are off, and nothing turns them on. Claude lives in sessions of ours. */
@injectable()
export class InactiveAi implements AIActivationService {
    readonly isActive = false;
    readonly canRun = false;
    readonly onDidChangeActiveStatus: Event<boolean> = Event.None;
    readonly onDidChangeCanRun: Event<boolean> = Event.None;

    /** Theia calls it as that of a frontend contribution. */
    initialize(): void {}
}
