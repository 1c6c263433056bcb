import { codicon } from '@theia/core/lib/browser/widgets/widget';
import { inject, injectable } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import type { ClaudeSessionModel } from '../../conversation/browser/claude-session-model';
import type { BannerContribution } from '../../conversation/browser/contributions/view-contributions';
import type { OpenRewind, Rewind, Transcript } from '../../conversation/domain/transcript';
import type { RewindSettlement } from '../common/checkpoint-protocol';
import { CheckpointText } from './checkpoint-text';
import { RewindActions } from './rewind-actions';

/** After a rewind, until the next turn begins: what went back, and a way to undo it. */
@injectable()
export class RewindBanner implements BannerContribution {
    readonly rank = 50;

    constructor(@inject(RewindActions) private readonly actions: RewindActions) {}

    renderBanner(transcript: Transcript, session: ClaudeSessionModel): React.ReactNode {
        const { openRewind } = transcript;
        if (openRewind?.interrupted && !session.ended) {
            return <BrokenOff key={openRewind.rewindId} open={openRewind} session={session} actions={this.actions} />;
        }
        const rewind = openRewind ? undefined : undoableRewind(transcript);
        if (!rewind || session.ended) {
            return undefined;
        }
        return (
            <div className="dispatch-claude-banner dispatch-rewind-banner">
                <span className={codicon('discard')} aria-hidden />
                <span>{CheckpointText.rewound[rewind.scope]}</span>
                <button
                    type="button"
                    className="dispatch-claude-link"
                    disabled={session.busy}
                    onClick={() => void session.attempt(() => this.actions.undo(rewind, session))}
                >
                    {CheckpointText.undo}
                </button>
            </div>
        );
    }

    refusal({ openRewind }: Transcript): string | undefined {
        return openRewind?.interrupted ? CheckpointText.brokeOffRefused : undefined;
    }
}

/** A rewind that broke off: stays until a person has decided. */
function BrokenOff(props: {
    open: OpenRewind;
    session: ClaudeSessionModel;
    actions: RewindActions;
}): React.ReactElement {
    const { open, session, actions } = props;
    const [busy, setBusy] = React.useState(false);
    const settle = (how: RewindSettlement): void => {
        setBusy(true);
        void session.attempt(() => actions.settle(open, how, session)).finally(() => setBusy(false));
    };
    return (
        <div className="dispatch-claude-banner dispatch-rewind-banner dispatch-rewind-broken" role="alert">
            <span className={codicon('warning')} aria-hidden />
            <span>{open.undoes ? CheckpointText.brokeOff.undo : CheckpointText.brokeOff.rewind}</span>
            <button type="button" className="theia-button" disabled={busy} onClick={() => settle('finish')}>
                {CheckpointText.settle.finish}
            </button>
            <button type="button" className="theia-button secondary" disabled={busy} onClick={() => settle('back')}>
                {CheckpointText.settle.back}
            </button>
            <button type="button" className="dispatch-claude-link" disabled={busy} onClick={() => settle('leave')}>
                {CheckpointText.settle.leave}
            </button>
        </div>
    );
}

/** The newest rewind, while nothing was said after it. */
export function undoableRewind({ rewinds, turns }: Transcript): Rewind | undefined {
    const last = rewinds.findLast(rewind => !rewind.undone);
    const wentOn = last && turns.some(turn => (turn.startedAtMs ?? 0) > last.atMs);
    return wentOn ? undefined : last;
}
