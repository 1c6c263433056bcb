import fastifyStatic from '@fastify/static';
import { FastifyInstance, FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { DoorErrors } from './door-errors';

/** A name with a hash of its contents in it: `bundle.3f9a1c0d.js`, `editor-5XK2PLQZ.worker.js`. Such a file never changes. */
const HASHED_NAME = /[.-][A-Za-z0-9_]{8,64}\.([a-z]+\.)?[a-z0-9]+$/;

/**
 * The frontend's files, compressed beforehand (`.br`, `.gz`). A hashed name may be kept for a year without asking;
 * everything else is asked for each time and answered with 304.
 */
export async function registerFrontendFiles(app: FastifyInstance, root: string): Promise<void> {
    await app.register(fastifyStatic, {
        root,
        prefix: '/',
        index: false,
        preCompressed: true,
        cacheControl: false,
        dotfiles: 'ignore',
        setHeaders: (response, path) => void response.header('cache-control', cacheControlOf(path))
    });
}

/** The `Cache-Control` of a frontend file, by its path. */
export function cacheControlOf(path: string): string {
    const name = basename(path).replace(/\.(br|gz)$/, '');
    return HASHED_NAME.test(name) ? 'private, max-age=31536000, immutable' : 'private, no-cache';
}

const TYPES: Record<string, string> = {
    '.css': 'text/css; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.svg': 'image/svg+xml'
};

/** The pictures, styles and scripts of our own pages: a handful of small files, held in memory. */
export function registerDoorAssets(app: FastifyInstance, folder: string): void {
    const files = new Map(readdirSync(folder).map(name => [name, asset(join(folder, name))]));
    app.get<{ Params: { file: string } }>('/door/:file', async (request, reply): Promise<FastifyReply> => {
        const file = files.get(request.params.file);
        if (!file) {
            throw DoorErrors.noSuchPage();
        }
        reply.header('cache-control', 'no-cache').header('etag', file.etag).type(file.type);
        return request.headers['if-none-match'] === file.etag ? reply.code(304).send() : reply.send(file.contents);
    });
}

function asset(path: string): { contents: Buffer; etag: string; type: string } {
    const contents = readFileSync(path);
    const etag = `"${createHash('sha256').update(contents).digest('base64url').slice(0, 22)}"`;
    return { contents, etag, type: TYPES[extname(path)] ?? 'application/octet-stream' };
}
