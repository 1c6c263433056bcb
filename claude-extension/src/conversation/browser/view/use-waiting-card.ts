import * as React from '@theia/core/shared/react';
import { isWritten } from '../composer/message-field';

/** The first question that waits, as a place in the view. */
export interface WaitingCard {
    /** Whether its answers are seen; true as well while it is filled in further. */
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
        if (!card || !scroller.current) {
            return;
        }
        const { top, bottom } = scroller.current.getBoundingClientRect();
        const box = card.getBoundingClientRect();
        // a long one is read from its beginning, and then answered at its end
        const begun = box.top < bottom && box.bottom > top;
        (begun ? answersOf(card) : card).scrollIntoView({ block: 'nearest' });
        card.focus({ preventScroll: true });
    }, [scroller, approvalId]);

    React.useEffect(() => {
        const card = findCard(scroller.current, approvalId);
        if (!card) {
            setInView(true);
            return undefined;
        }
        const answers = answersOf(card);
        const look = (entries: readonly IntersectionObserverEntry[]): void =>
            setInView(entries[entries.length - 1].isIntersecting || answers.hidden);
        const observer = new IntersectionObserver(look, { root: scroller.current, threshold: 0.5 });
        observer.observe(answers);
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

function answersOf(card: HTMLElement): HTMLElement {
    return card.querySelector<HTMLElement>(':scope > .dispatch-claude-answers') ?? card;
}

/** Whether a person is in the middle of writing in this element. Works in secondary windows, where `instanceof` does not. */
export function isWriting(element: Element | null): boolean {
    return (
        element !== null &&
        (isWritten(element) || (element.matches('textarea') && (element as HTMLTextAreaElement).value !== ''))
    );
}

function mayTakeFocus(card: HTMLElement): boolean {
    const view = card.closest('.dispatch-claude-view');
    const active = card.ownerDocument.activeElement;
    if (!view || !active || !view.contains(active) || active.closest('[data-approval]')) {
        return false;
    }
    return !isWriting(active);
}
