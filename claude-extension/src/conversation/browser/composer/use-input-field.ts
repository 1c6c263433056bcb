import * as React from '@theia/core/shared/react';

/** Takes the focus when the field appears in a view that has it, as when the view has just been opened. */
export function useFocusOfView(field: React.RefObject<HTMLTextAreaElement | null>): void {
    React.useEffect(() => {
        const view = field.current?.closest('.dispatch-claude-view');
        const active = field.current?.ownerDocument.activeElement;
        if (active && view?.contains(active) && !active.closest('[data-approval]')) {
            field.current?.focus();
        }
    }, [field]);
}

/** Grows the field with its text where the style sheet can not (`field-sizing`). A field that is not shown has no height to measure. */
export function useGrowth(field: React.RefObject<HTMLTextAreaElement | null>, text: string): void {
    React.useLayoutEffect(() => {
        const element = field.current;
        if (element && !CSS.supports('field-sizing', 'content')) {
            element.style.height = 'auto';
            element.style.height = element.scrollHeight > 0 ? `${element.scrollHeight}px` : 'auto';
        }
    }, [field, text]);
}
