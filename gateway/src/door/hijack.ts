import { FastifyReply } from 'fastify';

/** Takes the answer out of Fastify's hands, with the headers (security, above all) that were set so far. */
export function hijackWithHeaders(reply: FastifyReply): void {
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) {
            reply.raw.setHeader(name, value);
        }
    }
}
