import { ApplicationShell, Widget, codicon } from '@theia/core/lib/browser';
import { MAIN_MENU_BAR } from '@theia/core/lib/common/menu';
import { nls } from '@theia/core/lib/common/nls';
import { Message } from '@theia/core/lib/browser/widgets/widget';
import { SidePanel, SidePanelHandler } from '@theia/core/lib/browser/shell/side-panel-handler';
import { injectable } from '@theia/core/shared/inversify';
import { isNarrow, NARROW_QUERY } from './narrow-query';

/** A side bar that is opened in a wide window is at least so wide, in CSS pixels. */
const MIN_SIDE_PX = 200;
const SIDES = ['left', 'right'] as const;
type Side = (typeof SIDES)[number];

/** What stands for the menu bar in a narrow window, as Theia's does where a person wants it so. */
const NARROW_MENU = {
    id: 'dispatch-narrow-menu',
    iconClass: `theia-compact-menu ${codicon('menu')}`,
    title: nls.localizeByDefault('Application Menu'),
    menuPath: MAIN_MENU_BAR,
    order: 0
};
/** The values of `window.menuBarVisibility` with which there is a menu bar. */
const WITH_MENU_BAR: readonly string[] = ['classic', 'visible'];

/**
 * In a narrow window, what is shown in the main or the bottom area gets the room: the side bars fold themselves. So they
 * do when the window becomes narrow, until it is wide again. What is stored of the sides is how they were in a wide window.
 * The menu bar, which would be cut, is one button there.
 */
@injectable()
export class NarrowShell extends ApplicationShell {
    private readonly narrow = window.matchMedia(NARROW_QUERY);
    /** The sides as they were last in a wide window. */
    private readonly wideSides: Partial<Record<Side, SidePanel.LayoutData>> = {};
    private wasNarrow = isNarrow();

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
        SIDES.forEach(side => (this.wideSides[side] = layoutData[`${side}Panel`]));
        if (!isNarrow()) {
            await super.setLayoutData(withUsableSides(layoutData));
            return;
        }
        await super.setLayoutData(withFoldedSides(layoutData));
        const active = layoutData.activeWidgetId && this.getWidgetById(layoutData.activeWidgetId);
        if (active && this.isAmid(active)) {
            void this.activateWidget(active.id);
        }
    }

    override getLayoutData(): ApplicationShell.LayoutData {
        const stored = super.getLayoutData();
        // none is active while the person is in another window, or has clicked the browser's own buttons; what was folded
        // away would open for being the active one
        const used = this.currentWidget?.isVisible ? this.currentWidget.id : undefined;
        const layout = { ...stored, activeWidgetId: stored.activeWidgetId ?? used };
        const { left, right } = this.wideSides;
        return isNarrow()
            ? { ...layout, leftPanel: asInWide(layout.leftPanel, left), rightPanel: asInWide(layout.rightPanel, right) }
            : layout;
    }

    override processMessage(message: Message): void {
        // what it does with a new size makes the sides smaller, before the media query tells of it
        if (!this.wasNarrow && (message.type === 'resize' || message.type === 'update-request')) {
            this.noteWideSides();
        }
        super.processMessage(message);
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
        this.wasNarrow = this.narrow.matches;
        if (this.wasNarrow) {
            void this.foldSides();
        } else {
            SIDES.forEach(side => this.unfold(side));
        }
        // what is shown of them depends on the width
        this.rightPanelHandler.refresh();
        this.setTopPanelVisibility(this.corePreferences['window.menuBarVisibility']);
    };

    protected override setTopPanelVisibility(preference: string): void {
        const isButton = isNarrow() && WITH_MENU_BAR.includes(preference);
        super.setTopPanelVisibility(isButton ? 'compact' : preference);
        this.leftPanelHandler.removeTopMenu(NARROW_MENU.id);
        if (isButton) {
            this.leftPanelHandler.addTopMenu(NARROW_MENU);
        }
    }

    private noteWideSides(): void {
        SIDES.forEach(side => (this.wideSides[side] = this.handlerOf(side)?.getLayoutData()));
    }

    private unfold(side: Side): void {
        const { size, items } = this.wideSides[side] ?? {};
        if (size !== undefined) {
            this.handlerOf(side)?.resize(usableSize(size));
        }
        if (items?.some(({ expanded }) => expanded)) {
            this.expandPanel(side);
        }
    }

    private handlerOf(side: Side): SidePanelHandler | undefined {
        return side === 'left' ? this.leftPanelHandler : this.rightPanelHandler;
    }

    private giveRoomTo(shown: Widget | undefined): void {
        if (isNarrow() && shown && this.isAmid(shown)) {
            void this.foldSides();
        }
    }

    /** Whether it is where people work, and not at a side. */
    private isAmid(widget: Widget): boolean {
        const area = this.getAreaFor(widget);
        return area === 'main' || area === 'bottom';
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

/** A layout in which no open side is too narrow to be read. */
function withUsableSides(layout: ApplicationShell.LayoutData): ApplicationShell.LayoutData {
    const usable = (side: SidePanel.LayoutData | undefined): SidePanel.LayoutData | undefined =>
        side?.size === undefined ? side : { ...side, size: usableSize(side.size) };
    return { ...layout, leftPanel: usable(layout.leftPanel), rightPanel: usable(layout.rightPanel) };
}

function usableSize(size: number): number {
    return Math.max(MIN_SIDE_PX, size);
}

/** A side with the views that it has now, as wide and with the one open that was in a wide window. */
function asInWide(now: SidePanel.LayoutData | undefined, wide: SidePanel.LayoutData | undefined) {
    const open = wide?.items?.find(({ expanded }) => expanded)?.widget;
    return now && wide
        ? { ...now, size: wide.size, items: now.items?.map(item => ({ ...item, expanded: item.widget === open })) }
        : now;
}
