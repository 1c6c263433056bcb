import { Duplex } from 'node:stream';

/** The open WebSockets of each sign-in, so that signing out closes them. */
export class LiveSockets {
    private readonly bySignIn = new Map<string, Set<Duplex>>();

    add(idHash: string, socket: Duplex): void {
        const sockets = this.bySignIn.get(idHash) ?? new Set();
        this.bySignIn.set(idHash, sockets.add(socket));
        socket.on('close', () => {
            sockets.delete(socket);
            if (sockets.size === 0 && this.bySignIn.get(idHash) === sockets) {
                this.bySignIn.delete(idHash);
            }
        });
    }

    /** Sign-ins with at least one open socket: an open page is in use. */
    inUse(): string[] {
        return [...this.bySignIn.keys()];
    }

    /** Closes the sockets of one sign-in at once. */
    close(idHash: string): void {
        for (const socket of this.bySignIn.get(idHash) ?? []) {
            socket.destroy();
        }
    }

    closeAll(): void {
        this.inUse().forEach(idHash => this.close(idHash));
    }
}
