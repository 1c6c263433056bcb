import * as React from '@theia/core/shared/react';

/** The first question that waits, as a place in the view. */
export interface WaitingCard {
    readonly inView: boolean;
    /** Scrolls to it and gives it the focus. */
    readonly show: () => void;
}

/**
 * Follows the card of the first question. When a new one comes, it gets the focus, politely: only if the person is in
 * this view and not writing anything. The card itself is focused and not its button, so that no key meant for something
 * else can allow anything.
 */
export function useWaitingCard(
    scroller: React.RefObject<HTMLDivElement | null>,
    approvalId: string | undefined
): WaitingCard {
    const [inView, setInView] = React.useState(true);

    const show = React.useCallback((): void => {
        const card = findCard(scroller.current, approvalId);
        card?.scrollIntoView({ block: 'nearest' });
        card?.focus({ preventScroll: true });
    }, [scroller, approvalId]);

    React.useEffect(() => {
        const card = findCard(scroller.current, approvalId);
        if (!card) {
            setInView(true);
            return undefined;
        }
        const observer = new IntersectionObserver(([entry]) => setInView(entry.isIntersecting), {
            root: scroller.current,
            threshold: 0.2
        });
        observer.observe(card);
        if (mayTakeFocus(card)) {
            card.focus({ preventScroll: true });
        }
        return () => observer.disconnect();
    }, [scroller, approvalId]);

    return { inView, show };
}

/** The card of a question in a view; undefined where it is not drawn. */
export function findCard(root: Element | null, approvalId: string | undefined): HTMLElement | undefined {
    return approvalId
        ? (root?.querySelector<HTMLElement>(`[data-approval="${CSS.escape(approvalId)}"]`) ?? undefined)
        : undefined;
}

/** Whether a person is in the middle of writing in this element. Works in secondary windows, where `instanceof` does not. */
export function isWriting(element: Element | null): boolean {
    return element !== null && element.matches('textarea') && (element as HTMLTextAreaElement).value !== '';
}

function mayTakeFocus(card: HTMLElement): boolean {
    const view = card.closest('.dispatch-claude-view');
    const active = card.ownerDocument.activeElement;
    if (!view || !active || !view.contains(active) || active.closest('[data-approval]')) {
        return false;
    }
    return !isWriting(active);
}
