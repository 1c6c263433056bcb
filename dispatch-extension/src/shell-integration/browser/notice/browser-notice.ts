import { injectable } from '@theia/core/shared/inversify';

/** The browser's own notices, for a page that nobody looks at. */
@injectable()
export class BrowserNotice {
    /** Whether the person has not been asked yet. */
    get canAsk(): boolean {
        return 'Notification' in window && window.isSecureContext && Notification.permission === 'default';
    }

    /** To be called in a click. */
    async ask(): Promise<void> {
        await Notification.requestPermission();
    }

    /** Shown while the page is hidden, if that was allowed. A second one with this `tag` takes its place. */
    show(title: string, tag: string, onClick: () => void): void {
        if (
            document.visibilityState === 'visible' ||
            !('Notification' in window) ||
            Notification.permission !== 'granted'
        ) {
            return;
        }
        const notification = new Notification(title, { tag });
        notification.onclick = () => {
            window.focus();
            onClick();
            notification.close();
        };
    }
}
