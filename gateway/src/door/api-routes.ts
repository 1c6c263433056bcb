import { FastifyInstance } from 'fastify';
import { SessionCookie } from '../identity/session-cookie';
import { SignIns } from '../identity/sign-ins';
import { IdeControl } from '../supervision/ide-control';
import { DoorErrors } from './door-errors';
import { LiveSockets } from './live-sockets';

/** What the page may ask of the gateway itself. Every change needs the header `x-dispatch: 1` (see `Guard`). */
export interface ApiServices {
    signIns: SignIns;
    cookie: SessionCookie;
    sockets: LiveSockets;
    ide: IdeControl;
    version: string;
}

/** Registers `/api/*`. Small on purpose: what a session does is asked of the session host. */
export function registerApiRoutes(app: FastifyInstance, { signIns, cookie, sockets, ide, version }: ApiServices): void {
    app.get('/api/account', async (request, reply) => {
        const signIn = request.signIn;
        if (!signIn) {
            throw DoorErrors.signedOut();
        }
        reply.header('cache-control', 'no-store');
        return { account: signIn.account, signedInAtMs: signIn.createdAtMs, expiresAtMs: signIn.expiresAtMs, version };
    });

    app.post('/api/sign-out', async (request, reply) => {
        if (request.signIn) {
            await signIns.remove(request.signIn.idHash);
            sockets.close(request.signIn.idHash);
        }
        return reply.code(204).header('set-cookie', cookie.clear(request.facts.secure)).send();
    });

    app.get('/api/ide', async (_request, reply) => {
        reply.header('cache-control', 'no-store');
        return { state: ide.state, reason: ide.reason };
    });

    app.post('/api/retry-ide', async (_request, reply) => {
        ide.retry();
        return reply.code(202).send({ state: ide.state });
    });
}
