/** What `theia generate` writes, and what `esbuild.mjs` defines. */
declare module '*/src-gen/backend/server.js' {
    /** Builds the container and starts the backend on a port or, given a path, on a Unix socket. */
    function startBackend(
        port: string | number,
        host: string | undefined,
        argv: string[]
    ): Promise<import('node:http').Server>;
    export = startBackend;
}

/** `theia.backend.config` of the application's package.json, with Theia's defaults. */
declare const THEIA_BACKEND_CONFIG: import('@theia/application-package/lib/application-props').BackendApplicationConfig;
/** Every Theia extension of the application. */
declare const THEIA_EXTENSIONS: { name: string; version: string }[];
