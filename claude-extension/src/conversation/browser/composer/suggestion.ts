import type { MessageContext } from '../../domain/message-context';

/** One entry of the list that completes what a person writes. */
export interface Suggestion {
    readonly id: string;
    readonly label: string;
    readonly detail?: string;
    /** Name of a codicon. */
    readonly icon: string;
    /** Takes the place of what was written; empty for what goes with the message instead. */
    readonly insert: string;
    /** What goes with the message; undefined when there is nothing any more. */
    readonly context?: () => MessageContext | undefined;
}
