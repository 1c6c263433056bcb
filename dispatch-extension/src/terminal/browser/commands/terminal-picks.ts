import { QuickPickItem } from '@theia/core/lib/common/quick-pick-service';
import { injectable } from '@theia/core/shared/inversify';
import { TerminalWidget } from '@theia/terminal/lib/browser/base/terminal-widget';
import { TerminalQuickOpenService } from '@theia/terminal/lib/browser/terminal-quick-open-service';

/** The list of open terminals in the palette tells those of one name apart by their folders, where Theia shows ids. */
@injectable()
export class TerminalPicks extends TerminalQuickOpenService {
    protected override toItem(widget: TerminalWidget): QuickPickItem {
        return { ...super.toItem(widget), description: widget.lastCwd.path.fsPath() };
    }
}
