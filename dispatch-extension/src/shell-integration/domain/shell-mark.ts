import { ShellSequence } from './mark-scanner';

/** What a shell says of itself, whichever way it says it. `verified`: with the nonce that only our script knows. */
export type ShellMark =
    | { readonly kind: 'prompt'; readonly at: number }
    | { readonly kind: 'input'; readonly at: number }
    | { readonly kind: 'line'; readonly line: string; readonly repeated: boolean }
    | { readonly kind: 'run'; readonly at: number; readonly verified: boolean }
    | { readonly kind: 'done'; readonly at: number; readonly verified: boolean; readonly exitCode?: number }
    | { readonly kind: 'folder'; readonly folder: string };

/** Whose words are believed. */
export interface MarkTrust {
    /** `undefined` where the shell was started without our script. */
    readonly nonce?: string;
    /** The name of this machine; a folder of another one is none. */
    readonly hostName: string;
}

/** Positions of `prompt` and `input` are behind the sequence, of `run` behind it, of `done` before it. */
export function markOf({ osc, text, start, end }: ShellSequence, trust: MarkTrust): ShellMark | undefined {
    if (osc === 7) {
        const folder = folderOfUri(text, trust.hostName);
        return folder === undefined ? undefined : { kind: 'folder', folder };
    }
    const [letter, ...rest] = text.split(';');
    const isVerified = (field: string | undefined): boolean => trust.nonce !== undefined && field === trust.nonce;
    switch (letter) {
        case 'A':
            return { kind: 'prompt', at: end };
        case 'B':
            return { kind: 'input', at: end };
        case 'C':
            return { kind: 'run', at: end, verified: isVerified(rest[0]) };
        case 'D':
            return { kind: 'done', at: start, verified: isVerified(rest[1]), exitCode: exitCodeOf(rest[0]) };
        case 'E':
            return osc === 633 && isVerified(rest[1])
                ? { kind: 'line', line: unescape633(rest[0]), repeated: rest[2] === 'repeated' }
                : undefined;
        case 'P':
            return osc === 633 ? folderOfProperty(rest.join(';')) : undefined;
        default:
            return undefined;
    }
}

/** `\xHH` and `\\`, as OSC 633 writes them. */
function unescape633(text: string): string {
    return text.replace(/\\(\\|x([0-9a-f]{2}))/gi, (_all, single: string, hex: string | undefined) =>
        hex === undefined ? single : String.fromCharCode(Number.parseInt(hex, 16))
    );
}

function exitCodeOf(field: string | undefined): number | undefined {
    return field !== undefined && /^-?\d{1,10}$/.test(field) ? Number(field) : undefined;
}

function folderOfProperty(property: string): ShellMark | undefined {
    const folder = property.startsWith('Cwd=') ? unescape633(property.slice(4)) : undefined;
    return folder?.startsWith('/') ? { kind: 'folder', folder } : undefined;
}

function folderOfUri(text: string, hostName: string): string | undefined {
    const [, host, path] = /^(?:file|kitty-shell-cwd):\/\/([^/]*)(\/.*)$/.exec(text) ?? [];
    if (path === undefined || (host !== '' && host !== 'localhost' && host !== hostName)) {
        return undefined;
    }
    try {
        return decodeURIComponent(path);
    } catch {
        // a shell that does not escape: the path is as it is
        return path;
    }
}
