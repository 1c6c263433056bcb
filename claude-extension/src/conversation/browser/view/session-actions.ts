import * as React from '@theia/core/shared/react';
import type { Approval } from '../../domain/transcript';
import type { AnswerDetails } from '../claude-session-model';

/** What a part of the transcript may ask of the session. Replaced when `answering` or `online` change. */
export interface SessionActions {
    readonly online: boolean;
    /** The keys that answer the first question, for people. */
    readonly keys: { readonly allow: string; readonly deny: string };
    /** Answers that are on their way, by approval. */
    readonly answering: ReadonlyMap<string, 'allow' | 'deny'>;
    answer(approval: Approval, answer: 'allow' | 'deny', more?: AnswerDetails): void;
}

export const SessionActionsContext = React.createContext<SessionActions>({
    online: false,
    keys: { allow: '', deny: '' },
    answering: new Map(),
    answer: () => undefined
});
