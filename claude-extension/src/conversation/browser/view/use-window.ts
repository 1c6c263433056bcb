import * as React from '@theia/core/shared/react';

/** How many turns are drawn at first, and how many more each time that the person reaches the top. */
const STEP = 12;

/** Which part of a long transcript is drawn. */
export interface DrawnWindow {
    /** Index of the first turn that is drawn. */
    readonly start: number;
    readonly showEarlier: () => void;
}

/**
 * Draws only the last turns of a long transcript, and more when asked. While the end is followed, turns that have left
 * the window upwards are dropped again; what the person looks at stays where it is.
 */
export function useWindow(
    turns: number,
    stuck: boolean,
    scroller: React.RefObject<HTMLDivElement | null>
): DrawnWindow {
    const [start, setStart] = React.useState(() => Math.max(0, turns - STEP));
    const anchor = React.useRef<{ element: Element; top: number }>(undefined);

    // Twice the step before anything is dropped, so that the page is not cut at every turn.
    const tooMany = stuck && turns - start > 2 * STEP;
    React.useEffect(() => {
        if (tooMany) {
            setStart(turns - STEP);
        }
    }, [tooMany, turns]);

    const showEarlier = React.useCallback((): void => {
        const first = scroller.current?.querySelector('[data-turn]');
        anchor.current = first ? { element: first, top: first.getBoundingClientRect().top } : undefined;
        setStart(before => Math.max(0, before - STEP));
    }, [scroller]);

    React.useLayoutEffect(() => {
        const held = anchor.current;
        anchor.current = undefined;
        if (held && scroller.current) {
            scroller.current.scrollTop += held.element.getBoundingClientRect().top - held.top;
        }
    }, [start, scroller]);

    // drawn as it will be: a session that has just been read is not drawn whole first
    return { start: tooMany ? turns - STEP : Math.min(start, turns), showEarlier };
}
