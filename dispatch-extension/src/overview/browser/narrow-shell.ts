import { ApplicationShell, Widget } from '@theia/core/lib/browser';
import { SidePanel } from '@theia/core/lib/browser/shell/side-panel-handler';
import { injectable } from '@theia/core/shared/inversify';

/** Below this width of the window, in CSS pixels, a side bar and an editor do not both fit. */
const NARROW_PX = 768;
const NARROW_QUERY = `(max-width: ${NARROW_PX - 1}px)`;
const SIDES = ['left', 'right'] as const;

/** Whether the window is as narrow as that of a phone. */
export function isNarrow(): boolean {
    return window.matchMedia(NARROW_QUERY).matches;
}

/**
 * In a narrow window, what is shown in the main or the bottom area gets the room: the side bars fold themselves. So they
 * do when the window becomes narrow, until it is wide again.
 */
@injectable()
export class NarrowShell extends ApplicationShell {
    private readonly narrow = window.matchMedia(NARROW_QUERY);
    /** The sides that were open when the window became narrow. */
    private foldedSides: readonly (typeof SIDES)[number][] = [];

    protected override init(): void {
        super.init();
        // a click on a tab or into a view does not come by `activateWidget`
        this.onDidChangeActiveWidget(({ newValue }) => this.giveRoomTo(newValue ?? undefined));
        this.narrow.addEventListener('change', this.widthChanged);
    }

    override dispose(): void {
        this.narrow.removeEventListener('change', this.widthChanged);
        super.dispose();
    }

    override async setLayoutData(layoutData: ApplicationShell.LayoutData): Promise<void> {
        await super.setLayoutData(isNarrow() ? withFoldedSides(layoutData) : layoutData);
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

    private readonly widthChanged = (): void => {
        if (this.narrow.matches) {
            this.foldedSides = SIDES.filter(side => this.isExpanded(side));
            void this.foldSides();
        } else {
            this.foldedSides.forEach(side => this.expandPanel(side));
            this.foldedSides = [];
        }
    };

    private giveRoomTo(shown: Widget | undefined): void {
        const area = shown && this.getAreaFor(shown);
        if (isNarrow() && (area === 'main' || area === 'bottom')) {
            void this.foldSides();
        }
    }

    private async foldSides(): Promise<void> {
        await Promise.all(SIDES.filter(side => this.isExpanded(side)).map(side => this.collapsePanel(side)));
    }
}

/** A layout with nothing open at its sides, and nothing active: that may be in a side, which would open for it. */
function withFoldedSides(layout: ApplicationShell.LayoutData): ApplicationShell.LayoutData {
    const folded = (side: SidePanel.LayoutData | undefined): SidePanel.LayoutData | undefined =>
        side && { ...side, items: side.items?.map(item => ({ ...item, expanded: false })) };
    return {
        ...layout,
        leftPanel: folded(layout.leftPanel),
        rightPanel: folded(layout.rightPanel),
        activeWidgetId: undefined
    };
}
