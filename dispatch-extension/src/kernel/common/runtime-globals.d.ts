/**
 * What every runtime of ours has (Node 24, browsers) and TypeScript's `lib.es` does not declare.
 * `common/` and `domain/` are compiled without DOM and Node types, so that they can use nothing else.
 */
declare class TextEncoder {
    encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
    constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
    decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}
