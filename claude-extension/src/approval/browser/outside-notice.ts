import { injectable } from '@theia/core/shared/inversify';

/** The browser's own notices. The person is asked for them by a click of the person, never by us. */
@injectable()
export class OutsideNotice {
    /** Whether the person has not been asked yet. */
    get canAsk(): boolean {
        return 'Notification' in window && window.isSecureContext && Notification.permission === 'default';
    }

    /** To be called in a click. */
    async ask(): Promise<void> {
        await Notification.requestPermission();
    }

    /** Shown where that was allowed. Several pages of one browser show one: a second one with this `tag` takes its place. */
    show(title: string, body: string, tag: string, onClick: () => void): Notification | undefined {
        if (!('Notification' in window) || Notification.permission !== 'granted') {
            return undefined;
        }
        const notification = new Notification(title, { body, tag });
        notification.onclick = () => {
            window.focus();
            onClick();
            notification.close();
        };
        return notification;
    }
}
