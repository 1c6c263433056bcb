import { FrontendApplication, FrontendApplicationContribution } from '@theia/core/lib/browser';
import { FrontendApplicationStateService } from '@theia/core/lib/browser/frontend-application-state';
import { ShellLayoutRestorer } from '@theia/core/lib/browser/shell/shell-layout-restorer';
import { inject, injectable } from '@theia/core/shared/inversify';

/**
 * Stores the layout also when the page goes out of sight. Theia stores it when a page is left, which a page is not told that
 * a phone ends in the background, or that ends with its browser.
 */
@injectable()
export class LayoutKeeper implements FrontendApplicationContribution {
    @inject(ShellLayoutRestorer)
    protected readonly layouts!: ShellLayoutRestorer;
    @inject(FrontendApplicationStateService)
    protected readonly state!: FrontendApplicationStateService;

    onStart(app: FrontendApplication): void {
        document.addEventListener('visibilitychange', () => {
            // before, it is not restored yet; afterwards, it is stored already
            if (document.visibilityState === 'hidden' && this.state.state === 'ready') {
                this.layouts.storeLayout(app);
            }
        });
    }
}
