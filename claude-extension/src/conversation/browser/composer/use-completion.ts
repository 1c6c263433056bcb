import * as React from '@theia/core/shared/react';
import { completionAt, CompletionTrigger } from '../../domain/completion-trigger';
import { useViewServices } from '../view/view-services';
import type { Suggestion } from './suggestion';

/** A person who writes on within this time is not asked for; in ms. */
const PAUSE_MS = 80;

/** What completes what is being written, while something does. */
export interface Completion {
    readonly suggestions: readonly Suggestion[];
    readonly selected: number;
    /** Looks at the text anew, after it or the caret changed. */
    readonly look: (text: string, caret: number) => void;
    readonly move: (step: 1 | -1) => void;
    /** The chosen entry (or that one), and what it takes the place of; the list closes. */
    readonly take: (index?: number) => { suggestion: Suggestion; trigger: CompletionTrigger } | undefined;
    readonly close: () => void;
}

interface Open {
    readonly trigger: CompletionTrigger;
    readonly suggestions: readonly Suggestion[];
    readonly selected: number;
}

/** Completes mentions and commands. An answer that comes late is dropped. */
export function useCompletion(ask: (trigger: CompletionTrigger) => Promise<readonly Suggestion[]>): Completion {
    const [open, setOpen] = React.useState<Open>();
    const newest = React.useRef(0);
    const timer = React.useRef<ReturnType<typeof setTimeout>>(undefined);
    const { keysChanged } = useViewServices();

    const close = React.useCallback((): void => {
        newest.current++;
        clearTimeout(timer.current);
        setOpen(undefined);
    }, []);
    React.useEffect(() => close, [close]);
    // Escape closes the list first, and stops Claude only when there is none
    const shown = open !== undefined;
    React.useEffect(() => keysChanged(), [keysChanged, shown]);

    const look = (text: string, caret: number): void => {
        const trigger = completionAt(text, caret);
        if (!trigger) {
            close();
            return;
        }
        const number = ++newest.current;
        clearTimeout(timer.current);
        timer.current = setTimeout(() => {
            void ask(trigger).then(suggestions => {
                if (number === newest.current) {
                    setOpen(suggestions.length > 0 ? { trigger, suggestions, selected: 0 } : undefined);
                }
            });
        }, PAUSE_MS);
    };
    const move = (step: 1 | -1): void =>
        setOpen(
            now => now && { ...now, selected: (now.selected + step + now.suggestions.length) % now.suggestions.length }
        );
    const take: Completion['take'] = index => {
        const suggestion = open?.suggestions[index ?? open.selected];
        close();
        return open && suggestion && { suggestion, trigger: open.trigger };
    };
    return { suggestions: open?.suggestions ?? [], selected: open?.selected ?? 0, look, move, take, close };
}
