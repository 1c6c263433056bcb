import { CommandRegistry } from '@theia/core/lib/common/command';
import { inject, injectable } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import type { SessionUsageAnswer } from 'dispatch-extension/lib/kernel/common/usage-contract';
import type { ClaudeSessionModel } from '../../conversation/browser/claude-session-model';
import type { HeaderContribution, ViewMenuItem } from '../../conversation/browser/contributions/view-contributions';
import type { Transcript } from '../../conversation/domain/transcript';
import { formatUsd } from './money';
import { UsageClient } from './usage-client';
import { SHOW_USAGE } from './usage-contribution';
import { UsageText } from './usage-text';

/** What a session cost, by the ledger, in its header. */
@injectable()
export class SessionCostContribution implements HeaderContribution {
    readonly rank = 50;

    constructor(
        @inject(UsageClient) private readonly client: UsageClient,
        @inject(CommandRegistry) private readonly commands: CommandRegistry
    ) {}

    renderHeader(transcript: Transcript, session: ClaudeSessionModel): React.ReactNode {
        const { usage, state } = transcript;
        return (
            <SessionCost
                sessionId={session.sessionId}
                // the ledger has more to say once a turn used something, or ended
                mark={`${state}:${usage.outputTokens}`}
                read={sessionId => this.client.session(sessionId)}
                onOpen={this.open}
            />
        );
    }

    menuItems(): readonly ViewMenuItem[] {
        return [{ id: SHOW_USAGE.id, label: UsageText.show, icon: 'graph', run: this.open }];
    }

    private readonly open = (): void => void this.commands.executeCommand(SHOW_USAGE.id);
}

function SessionCost({
    sessionId,
    mark,
    read,
    onOpen
}: {
    sessionId: string;
    mark: string;
    read: (sessionId: string) => Promise<SessionUsageAnswer>;
    onOpen: () => void;
}): React.ReactNode {
    const [used, setUsed] = React.useState<SessionUsageAnswer>();
    const ask = React.useRef(read);
    React.useEffect(() => {
        let wanted = true;
        // without an answer the last one stands; it is asked again with the next turn
        ask.current(sessionId).then(
            answer => wanted && setUsed(answer),
            () => undefined
        );
        return () => {
            wanted = false;
        };
    }, [sessionId, mark]);
    if (!used || used.calls === 0) {
        return undefined;
    }
    const unknownCalls = used.unpricedCalls + used.unreportedCalls;
    const isUnknown = unknownCalls === used.calls;
    return (
        <button
            type="button"
            className="dispatch-usage-session-cost"
            title={UsageText.sessionCost(used.calls)}
            onClick={onOpen}
        >
            {isUnknown ? UsageText.sessionCostUnknown : formatUsd(used.costUsd)}
            {!isUnknown && unknownCalls > 0 && '+'}
        </button>
    );
}
