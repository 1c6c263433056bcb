import { injectable } from '@theia/core/shared/inversify';
import { TerminalLinkProviderContribution } from '@theia/terminal/lib/browser/terminal-link-provider';
import { TerminalWidgetImpl } from '@theia/terminal/lib/browser/terminal-widget-impl';

/** Theia's links for Theia's own terminal widgets only: ours have better ones (`terminal-links.ts`), and not both. */
@injectable()
export class TheiasLinks extends TerminalLinkProviderContribution {
    override onCreate(terminal: TerminalWidgetImpl): void {
        if (terminal instanceof TerminalWidgetImpl) {
            super.onCreate(terminal);
        }
    }
}
