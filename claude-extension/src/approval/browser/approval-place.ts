import * as React from '@theia/core/shared/react';
import type { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import type { ApprovalDesk } from './approval-desk';

/** Where a question is asked: the session, and the desk that knows its rules. */
export interface ApprovalPlace {
    readonly desk: ApprovalDesk;
    readonly sessionId: SessionId;
    readonly folder: string;
}

/** Set around the view of a session; without it a question offers no rules. */
export const ApprovalPlaceContext = React.createContext<ApprovalPlace | undefined>(undefined);
