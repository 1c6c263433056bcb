import * as React from '@theia/core/shared/react';
import { splitContexts } from '../../domain/message-context';
import type { ClaudeSessionModel } from '../claude-session-model';

/** What was said before, brought back by the arrow keys. */
export interface Recall {
    /** Whether the key was for it; `write` is then given the text. */
    readonly key: (
        event: React.KeyboardEvent<HTMLTextAreaElement>,
        text: string,
        write: (text: string) => void
    ) => boolean;
    /** The person writes something of their own. */
    readonly reset: () => void;
}

/** Up in an empty input, or at the top of what was recalled, goes back; Down at its end comes forward again. */
export function useRecall(model: ClaudeSessionModel): Recall {
    const place = React.useRef(-1);
    return {
        reset: () => {
            place.current = -1;
        },
        key: (event, text, write) => {
            const step = stepOf(event, text, place.current);
            if (step === 0) {
                return false;
            }
            const said = saidIn(model);
            const next = place.current + step;
            if (next < -1 || next >= said.length) {
                return false;
            }
            place.current = next;
            write(next === -1 ? '' : said[said.length - 1 - next]);
            return true;
        }
    };
}

function stepOf(event: React.KeyboardEvent<HTMLTextAreaElement>, text: string, place: number): 1 | 0 | -1 {
    if (event.shiftKey) {
        return 0;
    }
    if (event.key === 'ArrowUp' && (text === '' || place >= 0) && caretAt(event.currentTarget, 'start')) {
        return 1;
    }
    return event.key === 'ArrowDown' && place >= 0 && caretAt(event.currentTarget, 'end') ? -1 : 0;
}

/** Whether the caret is on the first or last line of the field, so that an arrow key would not move it. */
function caretAt(field: HTMLTextAreaElement, end: 'start' | 'end'): boolean {
    return end === 'start'
        ? !field.value.slice(0, field.selectionStart).includes('\n')
        : !field.value.slice(field.selectionEnd).includes('\n');
}

/** Oldest first, without what went with it. */
function saidIn({ transcript, outbox }: ClaudeSessionModel): string[] {
    const said = transcript.turns.flatMap(turn => turn.messages.map(message => message.text));
    return [...said, ...outbox.messages.map(message => message.text)]
        .map(message => splitContexts(message).text)
        .filter(Boolean);
}
