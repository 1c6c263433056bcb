import { ChunkGlobals } from './chunk-contract';

/** The scripts; their names are replaced by hashed ones when the page is built (`browser-app/scripts/static-files.mjs`). */
export const Chunks = { math: './claude-math.js', diagrams: './claude-diagrams.js' } as const;

/** Runs one of the `Chunks` in a document and gives what it left on the window. Rejects when it can not be fetched. */
export function loadChunk(path: string, into: Document): Promise<ChunkGlobals> {
    return new Promise((resolve, reject) => {
        const script = into.createElement('script');
        script.src = new URL(path, document.baseURI).href;
        script.onload = () => resolve((into.defaultView ?? {}) as ChunkGlobals);
        script.onerror = () => {
            script.remove();
            reject(new Error(`Could not load ${path}.`));
        };
        into.head.append(script);
    });
}
