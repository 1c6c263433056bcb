import DOMPurify from '@theia/core/shared/dompurify';

/** A diagram as a picture: in one, nothing runs, loads or is followed. */
export interface DiagramImage {
    readonly url: string;
    /** In CSS pixels, as it was drawn. */
    readonly width: number;
    readonly height: number;
}

/** Cleans the SVG of a diagram and makes a picture of it. Throws when there is no SVG in it. */
export function diagramImage(svg: string): DiagramImage {
    const body = DOMPurify.sanitize(svg, {
        USE_PROFILES: { svg: true, svgFilters: true },
        FORBID_TAGS: ['image', 'script', 'foreignobject'],
        // what is a link stays to be seen, and leads nowhere
        FORBID_ATTR: ['href', 'xlink:href'],
        RETURN_DOM_FRAGMENT: true
    });
    const root = body.querySelector('svg');
    if (!root) {
        throw new Error('No diagram was drawn.');
    }
    dropForeignUrls(root);
    const [, , width, height] = (root.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
    if (!(width > 0 && height > 0)) {
        throw new Error('The diagram is empty.');
    }
    root.setAttribute('width', String(width));
    root.setAttribute('height', String(height));
    const xml = new XMLSerializer().serializeToString(root);
    return { url: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(xml)}`, width, height };
}

const FOREIGN_URL = /url\(\s*["']?\s*(?!["'#\s])[^)]*\)?/gi;

/** A picture loads nothing; that there is nothing to load in it holds also for whoever saves it. */
function dropForeignUrls(root: Element): void {
    for (const element of [root, ...root.querySelectorAll('*')]) {
        for (const { name, value } of [...element.attributes]) {
            if (value.search(FOREIGN_URL) >= 0) {
                element.removeAttribute(name);
            }
        }
        if (element.localName === 'style') {
            element.textContent = (element.textContent ?? '').replace(FOREIGN_URL, 'none').replace(/@import/gi, '');
        }
    }
}
