import { WindowTitleContribution } from '@theia/core/lib/browser/window/window-title-service';
import { injectable } from '@theia/core/shared/inversify';

/** Begins the title of the window with the number that waits: “(2) project”. Knows nothing, because Theia makes it early. */
@injectable()
export class ApprovalsTitle implements WindowTitleContribution {
    private count = 0;

    /** True where the title has to be made anew. */
    show(count: number): boolean {
        const differs = count !== this.count;
        this.count = count;
        return differs;
    }

    enhanceTitle(title: string): string {
        return this.count > 0 ? `(${this.count}) ${title}` : title;
    }
}
