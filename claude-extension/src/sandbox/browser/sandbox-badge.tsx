import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import type { ClaudeSessionModel } from '../../conversation/browser/claude-session-model';
import type { SandboxState } from '../common/sandbox-state';
import { sandboxInWords } from './sandbox-text';

export interface SandboxBadgeProps {
    readonly session: ClaudeSessionModel;
    /** The same function at each drawing. */
    readonly look: (sessionId: SessionId) => Promise<SandboxState>;
}

/** A lock in the header, open where Claude is not confined. Nothing while that is not known. */
export function SandboxBadge({ session, look }: SandboxBadgeProps): React.ReactElement | null {
    const { sessionId, connectionState } = session;
    const [state, setState] = React.useState<SandboxState>();
    React.useEffect(() => {
        let wanted = true;
        const show = (found?: SandboxState): void => (wanted ? setState(found) : undefined);
        // offline: the next connection asks again
        look(sessionId).then(show, () => show(undefined));
        return () => {
            wanted = false;
        };
    }, [sessionId, look, connectionState]);
    if (!state) {
        return null;
    }
    const words = sandboxInWords(state);
    const isLocked = state.kind === 'sandboxed';
    return (
        <span
            className={`dispatch-sandbox ${isLocked ? '' : 'dispatch-sandbox-open'} ${codicon(isLocked ? 'lock' : 'unlock')}`}
            role="img"
            aria-label={words}
            title={words}
        />
    );
}
