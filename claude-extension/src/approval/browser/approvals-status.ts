import { FrontendApplicationContribution } from '@theia/core/lib/browser/frontend-application-contribution';
import { StatusBar, StatusBarAlignment } from '@theia/core/lib/browser/status-bar/status-bar-types';
import { WindowTitleService } from '@theia/core/lib/browser/window/window-title-service';
import { PreferenceService } from '@theia/core/lib/common/preferences/preference-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { ApprovalDesk } from './approval-desk';
import { TITLE_PREFERENCE } from './approval-preferences';
import { ApprovalText } from './approval-text';
import { OPEN_APPROVALS } from './approvals-view-contribution';
import { ApprovalsTitle } from './approvals-title';

const ITEM = 'dispatch-approvals';

/** Says how many wait, in the status bar and in the title of the window. */
@injectable()
export class ApprovalsStatus implements FrontendApplicationContribution {
    @inject(ApprovalDesk) protected readonly desk!: ApprovalDesk;
    @inject(StatusBar) protected readonly statusBar!: StatusBar;
    @inject(WindowTitleService) protected readonly windowTitle!: WindowTitleService;
    @inject(ApprovalsTitle) protected readonly title!: ApprovalsTitle;
    @inject(PreferenceService) protected readonly preferences!: PreferenceService;

    private shown = 0;

    onStart(): void {
        this.desk.onDidChange(() => this.show());
        this.preferences.onPreferenceChanged(
            ({ preferenceName }) => preferenceName === TITLE_PREFERENCE && this.show()
        );
        this.show();
    }

    private show(): void {
        const { count } = this.desk;
        if (this.title.show(this.preferences.get<boolean>(TITLE_PREFERENCE, true) ? count : 0)) {
            this.windowTitle.update({});
        }
        if (count === this.shown) {
            return;
        }
        this.shown = count;
        if (count === 0) {
            void this.statusBar.removeElement(ITEM);
            return;
        }
        void this.statusBar.setElement(ITEM, {
            text: `$(shield) ${count}`,
            tooltip: ApprovalText.waiting(count),
            accessibilityInformation: { label: ApprovalText.waiting(count) },
            className: 'dispatch-approvals-status',
            alignment: StatusBarAlignment.LEFT,
            priority: 900,
            command: OPEN_APPROVALS.id
        });
    }
}
