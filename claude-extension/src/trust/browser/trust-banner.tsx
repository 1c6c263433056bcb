import { codicon } from '@theia/core/lib/browser/widgets/widget';
import { Event } from '@theia/core/lib/common/event';
import * as React from '@theia/core/shared/react';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { VisibleText } from '../../approval/browser/visible-text-view';
import type { ClaudeSessionModel } from '../../conversation/browser/claude-session-model';
import type { FolderTrust } from '../common/trust-protocol';
import { bannerText, TrustText } from './trust-text';

export interface TrustBannerProps {
    readonly session: ClaudeSessionModel;
    /** The same function at each drawing. */
    readonly look: (sessionId: SessionId) => Promise<FolderTrust>;
    /** Trust was given or taken back in this page: time to look again. */
    readonly onDidDecide: Event<void>;
    readonly show: () => Promise<void>;
    readonly trust: (hash: string) => Promise<void>;
}

/** Says that settings are there and not used. Looks again at each turn, and when the page is looked at again. */
export function TrustBanner(props: TrustBannerProps): React.ReactElement | null {
    const { session, show, trust } = props;
    const found = useTrust(props);
    const text = found && bannerText(found);
    if (!found || text === undefined) {
        return null;
    }
    return (
        <div className="dispatch-claude-banner dispatch-trust-banner" role="status">
            <span className={codicon('shield')} aria-hidden />
            <span>
                <VisibleText text={text} />
            </span>
            <button type="button" className="dispatch-claude-link" onClick={() => void session.attempt(show)}>
                {TrustText.show}
            </button>
            {found.state !== 'refused' && (
                <button
                    type="button"
                    className="dispatch-claude-link"
                    onClick={() => void session.attempt(() => trust(found.hash))}
                >
                    {TrustText.trust}
                </button>
            )}
        </div>
    );
}

function useTrust({ session, look, onDidDecide }: TrustBannerProps): FolderTrust | undefined {
    const [trust, setTrust] = React.useState<FolderTrust>();
    const { sessionId, connectionState, busy } = session;
    React.useEffect(() => {
        let newest = 0;
        const lookAgain = (): void => {
            const number = ++newest;
            const show = (found?: FolderTrust): void => (number === newest ? setTrust(found) : undefined);
            // offline, or the folder is gone: what the page knew is no promise, and the next look says it
            look(sessionId).then(show, () => show(undefined));
        };
        lookAgain();
        window.addEventListener('focus', lookAgain);
        const listening = onDidDecide(lookAgain);
        return () => {
            newest = -1;
            window.removeEventListener('focus', lookAgain);
            listening.dispose();
        };
    }, [sessionId, look, onDidDecide, connectionState, busy]);
    return trust;
}
