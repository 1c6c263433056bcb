import { request } from 'node:http';
import { WebSocket } from 'ws';
import { SESSION_SOCKET_PATH } from '../../session/common/session-protocol';

/** Where a gateway listens on this machine, and a one-time link to sign in to it. */
export interface DoorAddress {
    /** Address and port that are connected to. */
    host: string;
    port: number;
    /** As printed: its origin is what the gateway takes for its own. */
    signInLink: string;
}

/** A sign-in of a program, that opens sockets as a page does. */
export class Door {
    private constructor(
        private readonly address: DoorAddress,
        private readonly cookie: string
    ) {}

    /** Uses the link up. Throws when the gateway does not take it. */
    static async signIn(address: DoorAddress): Promise<Door> {
        const { origin, host, searchParams } = new URL(address.signInLink);
        const body = new URLSearchParams({ token: searchParams.get('token') ?? '' }).toString();
        const cookie = await new Promise<string | undefined>((resolve, reject) => {
            const asking = request(
                {
                    host: address.host,
                    port: address.port,
                    method: 'POST',
                    path: '/sign-in',
                    headers: {
                        host,
                        origin,
                        'content-type': 'application/x-www-form-urlencoded',
                        'content-length': Buffer.byteLength(body)
                    }
                },
                answer => {
                    answer.resume();
                    resolve(answer.headers['set-cookie']?.[0].split(';')[0]);
                }
            );
            asking.on('error', reject);
            asking.end(body);
        });
        if (!cookie) {
            throw new Error('The gateway did not take the sign-in link.');
        }
        return new Door(address, cookie);
    }

    /** A new socket to the session host. `via` for another way to the gateway, like a proxy. */
    openSocket(via: { host: string; port: number } = this.address): WebSocket {
        const { origin, host } = new URL(this.address.signInLink);
        return new WebSocket(`ws://${via.host}:${via.port}${SESSION_SOCKET_PATH}`, {
            headers: { host, origin, cookie: this.cookie },
            handshakeTimeout: 5_000
        });
    }
}
