import { codicon } from '@theia/core/lib/browser/widgets/widget';
import { Event } from '@theia/core/lib/common/event';
import * as React from '@theia/core/shared/react';
import { RpcClient } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { VisibleText } from '../../approval/browser/visible-text-view';
import type { ClaudeSessionModel } from '../../conversation/browser/claude-session-model';
import type { FolderTrust, TrustRpc } from '../common/trust-protocol';
import { bannerText, TrustText } from './trust-text';

export interface TrustBannerProps {
    readonly session: ClaudeSessionModel;
    readonly rpc: RpcClient<typeof TrustRpc>;
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

function useTrust({ session, rpc, onDidDecide }: TrustBannerProps): FolderTrust | undefined {
    const [trust, setTrust] = React.useState<FolderTrust>();
    const asked = React.useRef(0);
    const look = (): void => {
        const number = ++asked.current;
        const isNewest = (): boolean => number === asked.current;
        rpc.getTrust({}).then(
            found => isNewest() && setTrust(found),
            // offline, or the folder is gone: what the page knew is no promise, and the next look says it
            () => isNewest() && setTrust(undefined)
        );
    };
    const { connectionState, busy } = session;
    React.useEffect(() => {
        look();
        window.addEventListener('focus', look);
        const listening = onDidDecide(look);
        return () => {
            asked.current++;
            window.removeEventListener('focus', look);
            listening.dispose();
        };
        // `rpc` and `look` are new at each drawing, and ask the same
    }, [session.sessionId, connectionState, busy]);
    return trust;
}
