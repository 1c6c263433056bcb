import * as React from '@theia/core/shared/react';

/** So near to the end counts as being there, in CSS pixels. */
const NEAR_PX = 32;

/** How a scrolled box that grows at its end stays there, unless the person has scrolled up. */
export interface StickToBottom {
    readonly scroller: React.RefObject<HTMLDivElement | null>;
    readonly content: React.RefObject<HTMLDivElement | null>;
    /** Whether the end is in view and will be kept there. */
    readonly stuck: boolean;
    readonly jump: () => void;
}

/** Follows the growth of `content` in `scroller`. */
export function useStickToBottom(): StickToBottom {
    const scroller = React.useRef<HTMLDivElement>(null);
    const content = React.useRef<HTMLDivElement>(null);
    const stuckNow = React.useRef(true);
    const [stuck, setStuck] = React.useState(true);

    const follow = React.useCallback((): void => {
        if (stuckNow.current && scroller.current) {
            scroller.current.scrollTop = scroller.current.scrollHeight;
        }
    }, []);

    const jump = React.useCallback((): void => {
        stuckNow.current = true;
        setStuck(true);
        follow();
    }, [follow]);

    React.useLayoutEffect(() => {
        const box = scroller.current;
        const inner = content.current;
        if (!box || !inner) {
            return undefined;
        }
        let lastTop = box.scrollTop;
        const look = (): void => {
            const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight <= NEAR_PX;
            // Growth alone never lets go of the end; only scrolling upwards does.
            const letGo = box.scrollTop < lastTop - 1 && !atEnd;
            lastTop = box.scrollTop;
            if (atEnd || letGo) {
                stuckNow.current = atEnd;
                setStuck(atEnd);
            }
        };
        const observer = new ResizeObserver(follow);
        observer.observe(inner);
        observer.observe(box);
        box.addEventListener('scroll', look, { passive: true });
        follow();
        return () => {
            observer.disconnect();
            box.removeEventListener('scroll', look);
        };
    }, [follow]);

    return { scroller, content, stuck, jump };
}
