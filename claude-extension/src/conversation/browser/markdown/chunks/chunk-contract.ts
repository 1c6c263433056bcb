/**
 * What the scripts that are loaded only when they are needed leave behind on their window. Types only: nothing of the
 * scripts may come into the first load.
 */
export interface ChunkGlobals {
    dispatchFormulas?: FormulaRenderer;
    dispatchDiagrams?: DiagramRenderer;
}

export type Formula =
    { readonly kind: 'drawn'; readonly mathml: string } | { readonly kind: 'wrong'; readonly reason: string };

/** Draws a formula; `display`: on a line of its own. Never throws. */
export type FormulaRenderer = (tex: string, display: boolean) => Formula;

export interface DiagramRequest {
    readonly source: string;
    readonly dark: boolean;
    /** Of the element, unlike all others. */
    readonly id: string;
}

/** SVG of a diagram; rejects with what is wrong in the source. Not yet fit to be shown: it is cleaned by the page. */
export type DiagramRenderer = (request: DiagramRequest) => Promise<string>;
