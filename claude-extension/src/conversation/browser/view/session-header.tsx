import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { TokenUsageView } from '../../../usage/browser/token-usage-view';
import type { ClaudeSessionModel } from '../claude-session-model';
import { ClaudeText, stateInWords } from '../claude-text';
import { AdditionsContext } from '../contributions/view-additions';
import { ContextMeter } from './context-meter';
import { MenuButton } from './menu-button';
import { SettingsBar } from './settings-bar';
import { useViewServices } from './view-services';

/** Which session this is, how it is, and what was chosen for it; on one line where there is room, else on two. */
export function SessionHeader({ model }: { model: ClaudeSessionModel }): React.ReactElement {
    const { transcript } = model;
    const { headers } = React.useContext(AdditionsContext);
    const title = model.info?.title || ClaudeText.session;
    const { state, reason, runtime } = transcript;
    return (
        <header className="dispatch-claude-header">
            <span className={`dispatch-claude-state dispatch-claude-state-${state}`} title={reason}>
                {stateInWords(transcript)}
            </span>
            <h2 title={title}>{title}</h2>
            <div className="dispatch-claude-about">
                {runtime && <span className="dispatch-claude-runtime">{ClaudeText.runtimes[runtime]}</span>}
                <SettingsBar model={model} />
                <Branch model={model} />
                <ContextMeter transcript={transcript} />
                <TokenUsageView usage={transcript.usage} contextTokens={transcript.contextTokens} />
                {headers.map((each, i) => (
                    <React.Fragment key={i}>{each.renderHeader?.(transcript, model)}</React.Fragment>
                ))}
            </div>
            <SessionMenu model={model} />
        </header>
    );
}

function SessionMenu({ model }: { model: ClaudeSessionModel }): React.ReactElement {
    const { headers } = React.useContext(AdditionsContext);
    return (
        <MenuButton
            label={ClaudeText.sessionMenu}
            className="dispatch-claude-icon-button dispatch-claude-session-menu"
            items={() => headers.flatMap(each => each.menuItems?.(model) ?? [])}
            onChoose={item => void model.attempt(() => item.run())}
        >
            <span className={codicon('ellipsis')} aria-hidden />
        </MenuButton>
    );
}

/** Asked again whenever a turn has ended: Claude may have changed it. */
function Branch({ model }: { model: ClaudeSessionModel }): React.ReactNode {
    const { branchOf } = useViewServices();
    const { transcript, info } = model;
    const folder = transcript.folder ?? info?.folder;
    const [branch, setBranch] = React.useState<string>();
    const working = transcript.state === 'working';
    React.useEffect(() => {
        let wanted = true;
        if (folder && !working) {
            void branchOf(folder).then(found => wanted && setBranch(found));
        }
        return () => {
            wanted = false;
        };
    }, [branchOf, folder, working]);
    return (
        branch && (
            <span className="dispatch-claude-branch" title={ClaudeText.branch(branch)}>
                <span className={codicon('git-branch')} aria-hidden />
                {branch}
            </span>
        )
    );
}
