import * as React from '@theia/core/shared/react';
import type { Approval } from '../../domain/transcript';
import type { AnswerDetails } from '../claude-session-model';
import { SessionActionsContext } from '../view/session-actions';
import { inputOf } from '../composer/message-field';

/** For so long after it appears a question takes no answer, so that a click or key meant for something else is none. */
const GRACE_MS = 350;

/** What a card that asks the person needs. */
export interface AskingCard {
    readonly card: React.RefObject<HTMLElement | null>;
    /** It takes no answer: it has just appeared, there is no connection, or the answer is on its way. */
    readonly disabled: boolean;
    readonly given: 'allow' | 'deny' | undefined;
    readonly give: (answer: 'allow' | 'deny', more?: AnswerDetails) => void;
}

/** The life of a card that asks: a pause before it takes an answer, one answer, and the focus given back when it goes. */
export function useAskingCard(approval: Approval): AskingCard {
    const { answer, answering, online } = React.useContext(SessionActionsContext);
    const [ready, setReady] = React.useState(false);
    const card = React.useRef<HTMLElement>(null);
    React.useEffect(() => {
        const timer = setTimeout(() => setReady(true), GRACE_MS);
        return () => clearTimeout(timer);
    }, []);
    React.useLayoutEffect(() => giveFocusBack(card.current), []);
    const given = answering.get(approval.approvalId);
    return {
        card,
        given,
        disabled: !ready || !online || given !== undefined,
        give: (value, more) => {
            // the buttons are about to be disabled, and a disabled button holds no focus
            card.current?.focus({ preventScroll: true });
            answer(approval, value, more);
        }
    };
}

/** When the card goes and had the focus, the person can go on writing. */
function giveFocusBack(card: HTMLElement | null): () => void {
    return () => {
        if (card?.contains(card.ownerDocument.activeElement)) {
            inputOf(card.closest('.dispatch-claude-view'))?.focus();
        }
    };
}
