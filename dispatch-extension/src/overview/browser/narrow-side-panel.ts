import { SidePanelHandler } from '@theia/core/lib/browser/shell/side-panel-handler';
import { injectable } from '@theia/core/shared/inversify';
import { isNarrow } from './narrow-query';

/**
 * In a narrow window the bar on the right takes no room while nothing of it is open. The View menu and the palette open its
 * views, and with them the bar, which goes again when they fold.
 */
@injectable()
export class NarrowSidePanelHandler extends SidePanelHandler {
    override refresh(): void {
        super.refresh();
        if (this.side === 'right' && isNarrow() && !this.tabBar.currentTitle) {
            this.container.hide();
        }
    }
}
