import * as React from '@theia/core/shared/react';
import { SessionActionsContext } from '../view/session-actions';

/** One of the two answers of a card that asks. */
export interface Answer {
    readonly label: string;
    /** In place of the keys that give it. */
    readonly title?: string;
    /** It cannot be given yet, while the other one can. */
    readonly disabled?: boolean;
    onGive(): void;
}

/** The two answers, with their keys, and what else stands beside them. Both are found by their classes. */
export function AnswerButtons(props: {
    /** No answer is taken. */
    disabled: boolean;
    hidden?: boolean;
    allow: Answer;
    deny: Answer;
    /** Stands between the two. */
    between?: React.ReactNode;
    children?: React.ReactNode;
}): React.ReactElement {
    const { allow, deny, disabled } = props;
    const { keys } = React.useContext(SessionActionsContext);
    return (
        <div className="dispatch-claude-answers" hidden={props.hidden}>
            <button
                type="button"
                className="theia-button dispatch-claude-allow"
                disabled={disabled || allow.disabled}
                title={allow.title ?? keys.allow}
                onClick={() => allow.onGive()}
            >
                {allow.label}
                <kbd aria-hidden>{keys.allow}</kbd>
            </button>
            {props.between}
            <button
                type="button"
                className="theia-button secondary dispatch-claude-deny"
                disabled={disabled || deny.disabled}
                title={deny.title ?? keys.deny}
                onClick={() => deny.onGive()}
            >
                {deny.label}
                <kbd aria-hidden>{keys.deny}</kbd>
            </button>
            {props.children}
        </div>
    );
}
