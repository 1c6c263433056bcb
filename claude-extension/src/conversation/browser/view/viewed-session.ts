import * as React from '@theia/core/shared/react';
import type { ClaudeSessionModel } from '../claude-session-model';

/** The session that a part is shown in; it stays the same as long as the view. Undefined outside of a view. */
export const ViewedSessionContext = React.createContext<ClaudeSessionModel | undefined>(undefined);

export function useViewedSession(): ClaudeSessionModel | undefined {
    return React.useContext(ViewedSessionContext);
}
