import { FastifyInstance } from 'fastify';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { ConfigurationError, isLoopbackHost } from './configuration';

/** An open port. */
export interface OpenPort {
    port: number;
    /** Closes what was opened beside the application's own server. */
    closeExtra(): void;
}

/**
 * Opens the port. Where `HOST` is one address that is not this machine's own, the meter's loopback address is opened as well,
 * for Claude processes. Throws {@link ConfigurationError} when the port cannot be had.
 */
export async function openPort(app: FastifyInstance, host: string, wantedPort: number): Promise<OpenPort> {
    try {
        await app.listen({ host, port: wantedPort });
        const port = (app.server.address() as AddressInfo).port;
        const extra = coversLoopback(host) ? undefined : await listenOnLoopback(app, port);
        return { port, closeExtra: () => extra?.close() };
    } catch (error) {
        throw explained(error as NodeJS.ErrnoException, host, wantedPort);
    }
}

function coversLoopback(host: string): boolean {
    return host === '0.0.0.0' || host === '::' || (isLoopbackHost(host) && host !== '::1');
}

async function listenOnLoopback(app: FastifyInstance, port: number): Promise<Server> {
    const server = createServer({ headersTimeout: 10_000 }, (request, response) => app.routing(request, response));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
}

function explained(error: NodeJS.ErrnoException, host: string, port: number): Error {
    switch (error.code) {
        case 'EADDRINUSE':
            return new ConfigurationError(
                `PORT ${port} is used by another program on ${host}. Stop it, or set another PORT.`
            );
        case 'EACCES':
            return new ConfigurationError(`PORT ${port} needs rights that Dispatch does not have. Set one above 1023.`);
        case 'EADDRNOTAVAIL':
            return new ConfigurationError(`HOST ${host} is not an address of this machine.`);
        default:
            return error;
    }
}
