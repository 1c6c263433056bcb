import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { TokenUsageView } from '../../../usage/browser/token-usage-view';
import type { ClaudeSessionModel } from '../claude-session-model';
import { ClaudeText } from '../claude-text';
import { AdditionsContext } from '../contributions/view-additions';
import { MenuButton } from './menu-button';

/** Which session this is and how it is, on one line. */
export function SessionHeader({ model }: { model: ClaudeSessionModel }): React.ReactElement {
    const { transcript } = model;
    const { headers } = React.useContext(AdditionsContext);
    const title = model.info?.title || ClaudeText.session;
    const { state, reason, runtime } = transcript;
    return (
        <header className="dispatch-claude-header">
            <span className={`dispatch-claude-state dispatch-claude-state-${state}`} title={reason}>
                {ClaudeText.states[state]}
            </span>
            <h2 title={title}>{title}</h2>
            <span className="dispatch-claude-about">
                {runtime && <span className="dispatch-claude-runtime">{ClaudeText.runtimes[runtime]}</span>}
                {transcript.model && <span className="dispatch-claude-model">{transcript.model}</span>}
                <TokenUsageView usage={transcript.usage} contextTokens={transcript.contextTokens} />
                {headers.map((each, i) => (
                    <React.Fragment key={i}>{each.renderHeader?.(transcript, model)}</React.Fragment>
                ))}
            </span>
            <SessionMenu model={model} />
        </header>
    );
}

function SessionMenu({ model }: { model: ClaudeSessionModel }): React.ReactElement {
    const { headers } = React.useContext(AdditionsContext);
    return (
        <MenuButton
            label={ClaudeText.sessionMenu}
            className="dispatch-claude-icon-button"
            items={() => headers.flatMap(each => each.menuItems?.(model) ?? [])}
            onChoose={item => void model.attempt(() => item.run())}
        >
            <span className={codicon('ellipsis')} aria-hidden />
        </MenuButton>
    );
}
