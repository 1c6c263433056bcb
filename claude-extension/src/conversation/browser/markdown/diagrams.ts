import { ThemeService } from '@theia/core/lib/browser/theming';
import { inject, injectable } from '@theia/core/shared/inversify';
import { DiagramRenderer } from './chunks/chunk-contract';
import { Chunks, loadChunk } from './chunks/load-chunk';
import { DiagramImage, diagramImage } from './diagram-image';

/** So many are kept, for those that come into view again. */
const MAX_KEPT = 50;

/**
 * Draws diagrams with Mermaid, in the colours of the theme. Mermaid comes with the first one and lives in a hidden frame:
 * what a diagram does to styles and elements while it is measured ends there, and the frame may load nothing else.
 */
@injectable()
export class Diagrams {
    @inject(ThemeService) private readonly themes!: ThemeService;

    private readonly kept = new Map<string, DiagramImage>();
    private renderer: Promise<DiagramRenderer> | undefined;
    private last: Promise<unknown> = Promise.resolve();
    private count = 0;

    /** The picture of a diagram that was drawn in these colours before. */
    find(source: string): DiagramImage | undefined {
        return this.kept.get(this.keyOf(source));
    }

    /** Draws a diagram when those before are done. Rejects with what is wrong in the source, or when Mermaid can not be loaded. */
    async draw(source: string): Promise<DiagramImage> {
        const drawing = this.last.then(() => this.find(source) ?? this.drawNow(source));
        // the next one does not care how this one ended; who asked for this one is told
        this.last = drawing.catch(() => undefined);
        return drawing;
    }

    private async drawNow(source: string): Promise<DiagramImage> {
        const key = this.keyOf(source);
        const render = await this.getRenderer();
        const svg = await render({ source, dark: this.dark, id: `dispatch-diagram-${++this.count}` });
        const image = diagramImage(svg);
        this.kept.set(key, image);
        if (this.kept.size > MAX_KEPT) {
            this.kept.delete([...this.kept.keys()][0]);
        }
        return image;
    }

    private getRenderer(): Promise<DiagramRenderer> {
        this.renderer ??= loadRenderer().catch((error: unknown) => {
            this.renderer = undefined;
            throw error;
        });
        return this.renderer;
    }

    private keyOf(source: string): string {
        return `${this.dark ? 'dark' : 'light'}:${source}`;
    }

    private get dark(): boolean {
        const { type } = this.themes.getCurrentTheme();
        return type === 'dark' || type === 'hc';
    }
}

async function loadRenderer(): Promise<DiagramRenderer> {
    const frame = document.createElement('iframe');
    frame.setAttribute('aria-hidden', 'true');
    frame.tabIndex = -1;
    frame.style.cssText =
        'position:fixed;left:-5000px;top:0;width:1000px;height:800px;border:0;visibility:hidden;pointer-events:none';
    document.body.append(frame);
    try {
        const inside = frame.contentDocument;
        if (!inside) {
            throw new Error('The browser gave no frame to draw in.');
        }
        const policy = inside.createElement('meta');
        policy.httpEquiv = 'Content-Security-Policy';
        policy.content = `default-src 'none'; style-src 'unsafe-inline'; script-src ${location.origin}`;
        inside.head.append(policy);
        const { dispatchDiagrams } = await loadChunk(Chunks.diagrams, inside);
        if (!dispatchDiagrams) {
            throw new Error('What draws diagrams is not there.');
        }
        return dispatchDiagrams;
    } catch (error) {
        frame.remove();
        throw error;
    }
}
