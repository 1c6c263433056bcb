import { FrontendApplicationContribution } from '@theia/core/lib/browser/frontend-application-contribution';
import { LabelProvider } from '@theia/core/lib/browser/label-provider';
import { SecondaryWindowService } from '@theia/core/lib/browser/window/secondary-window-service';
import { inject, injectable } from '@theia/core/shared/inversify';

/** How the styles of the file icons are marked in a page. */
const ICON_STYLES = 'style.theia-icon-theme';

/** File icons in secondary windows: upstream copies the colours of the theme to them, but not the icons. */
@injectable()
export class SecondaryWindowIcons implements FrontendApplicationContribution {
    @inject(SecondaryWindowService)
    protected readonly windows!: SecondaryWindowService;
    @inject(LabelProvider)
    protected readonly labels!: LabelProvider;

    onStart(): void {
        this.windows.onWindowLoaded(copyIconStyles);
        this.labels.onDidChange(() => this.windows.getWindows().forEach(copyIconStyles));
    }
}

function copyIconStyles(window: Window): void {
    const { head } = window.document;
    const wanted = [...document.head.querySelectorAll(ICON_STYLES)];
    const present = [...head.querySelectorAll(ICON_STYLES)];
    const text = (styles: Element[]): string => styles.map(style => style.textContent).join('');
    if (text(wanted) !== text(present)) {
        present.forEach(style => style.remove());
        head.append(...wanted.map(style => window.document.importNode(style, true)));
    }
}
