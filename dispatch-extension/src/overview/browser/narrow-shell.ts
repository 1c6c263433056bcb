import { ApplicationShell, Widget } from '@theia/core/lib/browser';
import { injectable } from '@theia/core/shared/inversify';

/** Below this width of the window, in CSS pixels, a side bar and an editor do not both fit. */
const NARROW_PX = 768;

/** Whether the window is as narrow as that of a phone. */
export function isNarrow(): boolean {
    return window.innerWidth < NARROW_PX;
}

/** In a narrow window, what is shown in the main or the bottom area gets the room: the side bars fold themselves. */
@injectable()
export class NarrowShell extends ApplicationShell {
    protected override init(): void {
        super.init();
        // a click on a tab or into a view does not come by `activateWidget`
        this.onDidChangeActiveWidget(({ newValue }) => this.giveRoomTo(newValue ?? undefined));
    }

    override async activateWidget(id: string): Promise<Widget | undefined> {
        const shown = await super.activateWidget(id);
        this.giveRoomTo(shown);
        return shown;
    }

    override async revealWidget(id: string): Promise<Widget | undefined> {
        const shown = await super.revealWidget(id);
        this.giveRoomTo(shown);
        return shown;
    }

    private giveRoomTo(shown: Widget | undefined): void {
        const area = shown && this.getAreaFor(shown);
        if (!isNarrow() || (area !== 'main' && area !== 'bottom')) {
            return;
        }
        for (const side of ['left', 'right'] as const) {
            if (this.isExpanded(side)) {
                void this.collapsePanel(side);
            }
        }
    }
}
