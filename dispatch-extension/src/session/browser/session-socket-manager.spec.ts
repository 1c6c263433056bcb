import { expect } from 'chai';
import { SessionSocketManager } from './session-socket-manager';

/** As much of a browser as the manager touches, and what it did with it. */
class FakeBrowser {
    readonly window = Object.assign(new EventTarget(), {
        location: { href: 'http://localhost/', origin: 'http://localhost', pathname: '/', search: '', hash: '' },
        setTimeout: () => 1,
        clearTimeout: () => undefined,
        setInterval: () => 1
    });
    readonly document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    readonly sockets: { onclose?: (() => void) | null; onopen?: (() => void) | null }[] = [];
    readonly left: string[] = [];
    asked = 0;
    /** What the gateway answers to the question for the account; undefined when it cannot be reached. */
    status: number | undefined = 401;

    /** Takes the place of the globals; gives back what puts them back. */
    install(): () => void {
        const { sockets } = this;
        Object.assign(this.window.location, { assign: (href: string) => this.left.push(href) });
        const fakes: Record<string, unknown> = {
            window: this.window,
            document: this.document,
            WebSocket: class {
                onopen?: (() => void) | null;
                onclose?: (() => void) | null;
                constructor() {
                    sockets.push(this);
                }
                close(): void {}
                send(): void {}
            },
            fetch: async () => this.answer()
        };
        const before = Object.keys(fakes).map(
            name => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const
        );
        for (const [name, value] of Object.entries(fakes)) {
            Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
        }
        return () =>
            before.forEach(([name, descriptor]) =>
                descriptor
                    ? Object.defineProperty(globalThis, name, descriptor)
                    : Reflect.deleteProperty(globalThis, name)
            );
    }

    async focus(): Promise<void> {
        this.window.dispatchEvent(new Event('focus'));
        await settled();
    }

    async refuseLast(): Promise<void> {
        this.sockets.at(-1)?.onclose?.();
        await settled();
    }

    private answer(): { ok: boolean; status: number } {
        this.asked++;
        if (this.status === undefined) {
            throw new TypeError('unreachable');
        }
        return { ok: this.status === 200, status: this.status };
    }
}

const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve));

describe('session socket manager of a page that was signed out', () => {
    let browser: FakeBrowser;
    let restore: () => void;
    let manager: SessionSocketManager;

    beforeEach(async () => {
        browser = new FakeBrowser();
        restore = browser.install();
        manager = new SessionSocketManager();
        manager['init']();
        await browser.refuseLast();
    });
    afterEach(() => restore());

    it('leaves for the sign-in page once, and tries nothing while nobody is signed in', async () => {
        expect(manager.state).to.equal('signed-out');
        await browser.focus();
        await browser.focus();
        expect(browser.asked).to.equal(3);
        expect(browser.left).to.have.length(1);
        expect(browser.sockets).to.have.length(1);
        expect(manager.state).to.equal('signed-out');
    });

    it('stays as it is while the gateway cannot be reached', async () => {
        browser.status = undefined;
        await browser.focus();
        expect(browser.sockets).to.have.length(1);
        expect(manager.state).to.equal('signed-out');
    });

    it('connects again when the person comes back signed in', async () => {
        browser.status = 200;
        await browser.focus();
        expect(browser.sockets).to.have.length(2);
        browser.sockets[1].onopen?.();
        expect(manager.state).to.equal('online');
        expect(browser.left).to.have.length(1);
    });
});
