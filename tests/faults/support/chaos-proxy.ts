import { connect, createServer, Server, Socket } from 'node:net';

/** What a chaos proxy does to connections. */
export interface Chaos {
    /** A connection lives for so many bytes, both ways together; asked once per connection. */
    lifeBytes(): number;
    /** How it ends: at once, one direction first, or silent for a while before. Asked once per connection. */
    ending(): 'cut' | 'half-close' | 'blackhole';
    /** How long each piece is held back, in ms; asked per piece. */
    delayMs(): number;
    blackholeMs: number;
}

/** A TCP proxy on a free port of loopback that breaks connections as networks do. Whoever makes it closes it. */
export class ChaosProxy {
    cuts = 0;
    /** While false, connections live. */
    armed = true;
    private readonly sockets = new Set<Socket>();
    private server?: Server;

    constructor(
        private readonly target: { host: string; port: number },
        private readonly chaos: Chaos
    ) {}

    async listen(): Promise<{ host: string; port: number }> {
        const server = createServer({ allowHalfOpen: true }, inbound => this.join(inbound));
        this.server = server;
        await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
        const address = server.address();
        if (!address || typeof address === 'string') {
            throw new Error('no port');
        }
        return { host: '127.0.0.1', port: address.port };
    }

    close(): void {
        this.sockets.forEach(socket => socket.destroy());
        this.server?.close();
    }

    private join(inbound: Socket): void {
        const outbound = connect({ ...this.target, allowHalfOpen: true });
        const pair = [inbound, outbound];
        let left = this.chaos.lifeBytes();
        let over = false;
        const end = (): void => pair.forEach(socket => socket.destroy());
        for (const socket of pair) {
            this.sockets.add(socket);
            socket.on('error', end);
            socket.on('close', () => {
                this.sockets.delete(socket);
                end();
            });
        }
        const forward = (from: Socket, to: Socket): void => {
            // one piece after the other, so that a delay does not change the order
            let queue = Promise.resolve();
            from.on('data', (piece: Buffer) => {
                if (over) {
                    return;
                }
                const passed = this.armed && piece.length >= left ? piece.subarray(0, left) : piece;
                left -= this.armed ? passed.length : 0;
                const delayMs = this.chaos.delayMs();
                queue = queue.then(() => wait(delayMs)).then(() => void (to.writable && to.write(passed)));
                if (this.armed && left <= 0) {
                    over = true;
                    this.cuts++;
                    void queue.then(() => this.breakUp(from, to, end));
                }
            });
            from.on('end', () => void queue.then(() => to.end()));
        };
        forward(inbound, outbound);
        forward(outbound, inbound);
    }

    private breakUp(from: Socket, to: Socket, end: () => void): void {
        switch (this.chaos.ending()) {
            case 'cut':
                return end();
            case 'half-close':
                to.end();
                setTimeout(end, 200);
                return;
            case 'blackhole':
                from.pause();
                setTimeout(end, this.chaos.blackholeMs);
        }
    }
}

function wait(ms: number): Promise<void> | undefined {
    return ms > 0 ? new Promise(resolve => setTimeout(resolve, ms)) : undefined;
}
