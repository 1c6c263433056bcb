import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal } from '@xterm/xterm';
import { isSoftwareRenderer } from './software-renderer';

/** `terminal.integrated.gpuAcceleration`. */
export type GpuAcceleration = 'auto' | 'on' | 'off';

/** A browser takes the oldest contexts away when a page has more than about sixteen. The editor area needs some, too. */
const MAX_CONTEXTS = 8;

/** Those that draw with the graphics card, the one shown longest ago first. */
const holders = new Set<GpuRenderer>();
let cardIsFast: boolean | undefined;

/**
 * Draws a terminal with the graphics card while it is shown: WebGL in the place of xterm's own DOM renderer, to which it
 * falls back where there is no WebGL 2, where it is only emulated (unless forced by `on`), or when the browser takes the
 * context away.
 */
export class GpuRenderer {
    private addon: WebglAddon | undefined;
    private lost = false;

    constructor(private readonly terminal: Terminal) {}

    /** To be called when it is shown or the setting has changed. */
    show(acceleration: GpuAcceleration): void {
        holders.delete(this);
        if (acceleration === 'off' || this.lost || (acceleration === 'auto' && !isCardFast())) {
            this.release();
            return;
        }
        holders.add(this);
        this.addon ??= this.load();
        const [longest] = holders;
        if (holders.size > MAX_CONTEXTS) {
            longest.release();
        }
    }

    release(): void {
        holders.delete(this);
        this.addon?.dispose();
        this.addon = undefined;
    }

    private load(): WebglAddon | undefined {
        try {
            const addon = new WebglAddon();
            addon.onContextLoss(() => {
                this.lost = true;
                this.release();
            });
            this.terminal.loadAddon(addon);
            return addon;
        } catch {
            // No WebGL 2 in this browser: the DOM renderer, which is in use already, stays.
            this.lost = true;
            holders.delete(this);
            return undefined;
        }
    }
}

/** Whether this browser has WebGL 2 by a graphics card, not emulated. */
function isCardFast(): boolean {
    cardIsFast ??= probe();
    return cardIsFast;
}

function probe(): boolean {
    const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
    if (!context) {
        return false;
    }
    const named = context.getExtension('WEBGL_debug_renderer_info')?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER;
    const name: unknown = context.getParameter(named);
    context.getExtension('WEBGL_lose_context')?.loseContext();
    return !isSoftwareRenderer(String(name));
}
