import { expect } from 'chai';
import { connect, Socket } from 'node:net';
import { BrowserLike } from '../testing/browser-like';
import { TestInstallation } from '../testing/test-installation';

describe('S08: slow clients', () => {
    const installation = new TestInstallation();

    after(() => installation.dispose());

    it('are let go within fifteen seconds, and nobody waits for them', async function () {
        this.timeout(30_000);
        const { port } = await installation.start();
        const browser = new BrowserLike(port);
        const started = performance.now();
        const sockets = Array.from({ length: 500 }, () => halfOpen(port));
        await new Promise(resolve => setTimeout(resolve, 500));
        const asked = performance.now();
        expect((await browser.ask('/healthz')).status).to.equal(200);
        expect(performance.now() - asked).to.be.below(3_000);
        await Promise.all(sockets.map(socket => new Promise(resolve => socket.once('close', resolve))));
        expect(performance.now() - started).to.be.below(20_000);
    });

    it('are let go as well when they hold back the body, signed in or not', async function () {
        this.timeout(30_000);
        const { port } = await installation.start({ DISPATCH_DATA_DIR: `${installation.folder}/third` });
        const started = performance.now();
        const paths = ['/sign-in', '/file-upload', '/nothing', '/meter/v1/messages'];
        const sockets = paths.map(path => withoutBody(port, path));
        await Promise.all(sockets.map(socket => new Promise(resolve => socket.once('close', resolve))));
        expect(performance.now() - started).to.be.below(20_000);
    });

    it('cannot send a head of more than 16 KiB', async () => {
        const { port } = await installation.start({ DISPATCH_DATA_DIR: `${installation.folder}/second` });
        const answer = await new BrowserLike(port).ask('/healthz', { headers: { 'x-long': 'x'.repeat(17 * 1024) } });
        expect(answer.status).to.equal(431);
    });
});

function halfOpen(port: number): Socket {
    return sending(port, 'POST /sign-in HTTP/1.1\r\nHost: localhost\r\n');
}

/** Sends one byte of the body every second, and never the last. */
function withoutBody(port: number, path: string): Socket {
    const type = 'Content-Type: application/x-www-form-urlencoded';
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\n${type}\r\nContent-Length: 1000\r\n\r\n`;
    const socket = sending(port, head);
    const trickle = setInterval(() => socket.write('x'), 1_000);
    return socket.once('close', () => clearInterval(trickle));
}

function sending(port: number, text: string): Socket {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(text);
    return socket;
}
