import { z } from 'zod';

/**
 * Places in the output whose lines a new viewer is told with its picture of the screen, by position in bytes. They may be
 * added at the end while the output goes on, before the turn of the event loop in which their output came is over.
 */
export interface OutputAnchors {
    /** The first place behind `position`; `Infinity` for none. */
    nextAfter(position: number): number;
}

/**
 * The `anchors` of a snapshot's meta: the position of each place that has a line still, and how many lines it stands above
 * the cursor of the normal screen.
 */
export const SnapshotAnchors = z.array(z.tuple([z.number().int().nonnegative(), z.number().int()]));
export type SnapshotAnchors = z.infer<typeof SnapshotAnchors>;

/** No places. */
export const NO_ANCHORS: OutputAnchors = { nextAfter: () => Infinity };

/** The places of several, as one. */
export function joinAnchors(all: readonly OutputAnchors[]): OutputAnchors {
    return { nextAfter: position => Math.min(...all.map(each => each.nextAfter(position))) };
}

/** A shell may write a little behind its prompt, in bytes. */
const BEHIND_BYTES = 256;

/** Whether there is a place at `end`, or right before it: a shell has shown a prompt, and nothing but what was typed then followed. */
export function endsAtAnchor(anchors: OutputAnchors, end: number): boolean {
    return anchors.nextAfter(end - BEHIND_BYTES) <= end;
}
