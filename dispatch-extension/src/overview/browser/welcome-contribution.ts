import { FrontendApplication } from '@theia/core/lib/browser';
import { injectable } from '@theia/core/shared/inversify';
import { GettingStartedContribution } from '@theia/getting-started/lib/browser/getting-started-contribution';

/** Opens the welcome page at the start, as Theia does, but only where nothing at all was open before. */
@injectable()
export class WelcomeContribution extends GettingStartedContribution {
    override async onStart(app: FrontendApplication): Promise<void> {
        // Not awaited: the application only becomes ready after every `onStart`.
        void this.stateService.reachedState('ready').then(() => {
            if (this.shell.getWidgets('main').length === 0) {
                void super.onStart(app);
            }
        });
    }
}
