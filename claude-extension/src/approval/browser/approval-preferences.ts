import { nls } from '@theia/core/lib/common/nls';
import { PreferenceContribution, PreferenceSchema } from '@theia/core/lib/common/preferences/preference-schema';
import { interfaces } from '@theia/core/shared/inversify';

/** Whether to tell outside of the page of questions that nobody sees. */
export const NOTICE_PREFERENCE = 'dispatch.claude.approvalNotices';
/** Whether the title of the window says how many wait. */
export const TITLE_PREFERENCE = 'dispatch.claude.approvalsInTitle';

const schema: PreferenceSchema = {
    properties: {
        [NOTICE_PREFERENCE]: {
            type: 'boolean',
            default: true,
            description: nls.localize(
                'dispatch/approval/notices',
                'Tells by a notice of the browser when Claude waits for you and nobody sees it. The browser is asked for that only when you click “Tell me outside of the page, too” in the Approvals view.'
            )
        },
        [TITLE_PREFERENCE]: {
            type: 'boolean',
            default: true,
            description: nls.localize(
                'dispatch/approval/inTitle',
                'Begins the title of the window with the number of questions of Claude that wait for you.'
            )
        }
    }
};

/** The settings of approvals. */
export function bindApprovalPreferences(bind: interfaces.Bind): void {
    bind(PreferenceContribution).toConstantValue({ schema });
}
