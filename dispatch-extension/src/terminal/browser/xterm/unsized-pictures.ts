import type { IDisposable, Terminal } from '@xterm/xterm';
import type { ImageAddon } from '@xterm/addon-image';
import { withoutTrailing } from '../../../kernel/common/without-trailing';

/** What iTerm's sequence for files is given to (OSC 1337). */
const FILES = 1337;

/** The part of the add-on that draws iTerm's pictures, as the parser handles it. */
interface PictureHandler {
    start(): void;
    put(data: Uint32Array, start: number, end: number): void;
    end(success: boolean): boolean | Promise<boolean>;
}

/**
 * Has pictures of iTerm drawn that come without their size, as chafa and many scripts send them: iTerm does not need it, and
 * the add-on's decoder, which is made for a known size, drops them. Here they are given to it with the size that they have.
 * May go with @xterm/addon-image 0.10, which needs no size, but xterm 6.1.
 */
export function drawUnsizedPictures(terminal: Terminal, addon: ImageAddon): IDisposable {
    return terminal.parser.registerOscHandler(FILES, data => {
        const sized = withSize(data);
        const handler = sized === undefined ? undefined : handlerOf(addon);
        if (sized === undefined || !handler) {
            return false;
        }
        handler.start();
        handler.put(codesOf(sized), 0, sized.length);
        return handler.end(true);
    });
}

/** The same picture with its size in bytes; undefined for what has a size, or is no picture to be shown. */
export function withSize(data: string): string | undefined {
    const colon = data.startsWith('File=') ? data.indexOf(':') : -1;
    const fields = data.slice('File='.length, Math.max(0, colon)).split(';');
    if (colon < 0 || !fields.includes('inline=1') || fields.some(field => field.startsWith('size='))) {
        return undefined;
    }
    const content = withoutTrailing(data.slice(colon + 1), '=');
    const bytes = Math.floor((content.length * 3) / 4);
    return bytes > 0 ? `File=${[`size=${bytes}`, ...fields].join(';')}${data.slice(colon)}` : undefined;
}

/** Undefined in a version of the add-on that we do not know. */
function handlerOf(addon: ImageAddon): PictureHandler | undefined {
    return (addon as unknown as { _handlers?: Map<string, PictureHandler> })._handlers?.get('iip');
}

function codesOf(text: string): Uint32Array {
    const codes = new Uint32Array(text.length);
    for (let at = 0; at < text.length; at++) {
        codes[at] = text.charCodeAt(at);
    }
    return codes;
}
