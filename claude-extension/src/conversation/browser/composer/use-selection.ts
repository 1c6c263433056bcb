import * as React from '@theia/core/shared/react';
import type { MessageContext } from '../../domain/message-context';
import { useViewServices } from '../view/view-services';

/** What is selected in the editor that was used last, and whether the person took it out. */
export interface SelectionContext {
    readonly contexts: readonly MessageContext[];
    /** Until something else is selected. */
    readonly remove: () => void;
}

export function useSelection(): SelectionContext {
    const { selection } = useViewServices();
    const [shown, setShown] = React.useState(() => selection.current);
    const [removed, setRemoved] = React.useState<string>();
    React.useEffect(() => {
        setShown(selection.current);
        const listener = selection.onDidChange(() => setShown(selection.current));
        return () => listener.dispose();
    }, [selection]);
    return {
        contexts: shown && shown.label !== removed ? [shown] : [],
        remove: () => setRemoved(shown?.label)
    };
}
