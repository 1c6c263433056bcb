/**
 * What the ide answers over HTTP, and no more. Methods are Theia's own (`*-endpoint.ts`, `*-reader.ts` of 1.74);
 * a path that is not here is not passed on, signed in or not.
 */
export const IDE_ROUTES: readonly { method: 'GET' | 'POST' | 'PUT'; url: string }[] = [
    { method: 'GET', url: '/socket.io/*' },
    { method: 'POST', url: '/socket.io/*' },
    { method: 'GET', url: '/hostedPlugin/*' },
    { method: 'GET', url: '/file' },
    { method: 'GET', url: '/files' },
    { method: 'PUT', url: '/files' },
    { method: 'GET', url: '/files/*' },
    { method: 'PUT', url: '/files/*' },
    { method: 'POST', url: '/file-upload' }
];

/** Which process answers an upgrade, by path. A path that is not here is refused. */
export const UPGRADE_ROUTES: ReadonlyMap<string, 'ide' | 'session-host'> = new Map([
    ['/socket.io/', 'ide'],
    ['/session-socket', 'session-host']
]);
