import { QuickPickItem, QuickPickOptions, QuickPickSeparator } from '@theia/core/lib/common/quick-pick-service';
import { injectable } from '@theia/core/shared/inversify';
import { MonacoQuickInputService } from '@theia/monaco/lib/browser/monaco-quick-input-service';
import { toldOfItemsOnly } from './quick-pick-options';

/**
 * Theia's choices of a colour theme and of file icons preview the first active item, also where nothing matches what was
 * typed: an error that nobody caught, for each key. May go when `CommonFrontendContribution` looks before it reads.
 */
@injectable()
export class DispatchQuickInputService extends MonacoQuickInputService {
    override showQuickPick<T extends QuickPickItem>(
        items: Array<T | QuickPickSeparator>,
        options?: QuickPickOptions<T>
    ): Promise<T | undefined> {
        return super.showQuickPick(items, options && toldOfItemsOnly(options));
    }
}
