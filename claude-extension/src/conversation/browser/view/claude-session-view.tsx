import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { RuntimeName } from '../../common/claude-events';
import { Approval, EMPTY_TRANSCRIPT, waitingTools } from '../../domain/transcript';
import type { RuntimeInfo } from '../claude-runtimes';
import type { AnswerDetails, ClaudeSessionModel } from '../claude-session-model';
import { ClaudeText } from '../claude-text';
import { AdditionsContext } from '../contributions/view-additions';
import { Composer } from '../composer/composer';
import { EmptyView } from './empty-view';
import { LiveRegion } from './live-region';
import type { NewMessage } from '../outbox';
import { ParkedBanner } from './parked-banner';
import { RuntimeHelp } from './runtime-help';
import { SessionActions, SessionActionsContext } from './session-actions';
import { SessionHeader } from './session-header';
import { TranscriptView } from './transcript-view';
import { TodoBar } from './todo-bar';
import { StickToBottom, useStickToBottom } from './use-stick-to-bottom';
import { useWaitingCard } from './use-waiting-card';
import { ViewedSessionContext } from './viewed-session';

export interface ClaudeSessionViewProps {
    readonly model: ClaudeSessionModel;
    /** As last asked; undefined until the answer has come. */
    readonly runtimes: readonly RuntimeInfo[] | undefined;
    readonly keys: { readonly allow: string; readonly deny: string; readonly stop: string };
    onNewSession(runtime?: RuntimeName): void;
    onSignIn(): void;
}

/** One Claude session. It shows the model and holds nothing of its own but scroll positions and what is folded. */
export function ClaudeSessionView(props: ClaudeSessionViewProps): React.ReactElement {
    const { model, keys } = props;
    const { transcript, outbox, draft } = model;
    const scroll = useStickToBottom();
    const online = model.connectionState === 'online';
    const actions = useActions(model, online, keys);
    const waiting = waitingTools(transcript)[0]?.approval;
    const card = useWaitingCard(scroll.scroller, waiting?.approvalId);
    const empty = model.caughtUp && transcript.turns.length === 0 && outbox.messages.length === 0;
    const { banners } = React.useContext(AdditionsContext);
    const refused = banners.map(each => each.refusal?.(transcript, model)).find(each => each !== undefined);
    const send = (message: NewMessage): void => {
        model.send(message);
        scroll.jump();
    };
    return (
        <ViewedSessionContext.Provider value={model}>
            <SessionActionsContext.Provider value={actions}>
                <SessionHeader model={model} />
                <div className="dispatch-claude-scroller" ref={scroll.scroller} tabIndex={-1}>
                    {model.caughtUp ? undefined : <div className="dispatch-claude-loading">{ClaudeText.loading}</div>}
                    {empty && (
                        <EmptyView
                            folder={transcript.folder ?? model.info?.folder ?? ''}
                            onSuggest={text => draft.replace(text)}
                        />
                    )}
                    <TranscriptView
                        transcript={model.caughtUp ? transcript : EMPTY_TRANSCRIPT}
                        outbox={outbox.messages}
                        online={online}
                        scroll={scroll}
                        onResend={id => model.resend(id)}
                        onRemove={id => outbox.remove(id)}
                    />
                </div>
                <div className="dispatch-claude-foot">
                    <JumpButton
                        scroll={scroll}
                        waits={waiting && (card.inView ? 'seen' : 'unseen')}
                        onShow={card.show}
                    />
                    <TodoBar transcript={transcript} />
                    <Banners {...props} />
                    {model.ended ? (
                        <Ended {...props} />
                    ) : (
                        <Composer model={model} stopKey={keys.stop} refused={refused} onSend={send} />
                    )}
                </div>
                <LiveRegion heard={{ transcript, connection: model.connectionState, keys }} ready={model.caughtUp} />
            </SessionActionsContext.Provider>
        </ViewedSessionContext.Provider>
    );
}

function useActions(model: ClaudeSessionModel, online: boolean, keys: SessionActions['keys']): SessionActions {
    const { answering } = model;
    return React.useMemo(
        () => ({
            online,
            keys,
            answering,
            answer: (approval: Approval, answer: 'allow' | 'deny', more?: AnswerDetails) =>
                void model.answer(approval, answer, more)
        }),
        [model, online, keys, answering]
    );
}

/** The way to what is newest: a question, or else the end. Over the answers of a question it would be in the way. */
function JumpButton(props: {
    scroll: StickToBottom;
    waits: 'seen' | 'unseen' | undefined;
    onShow(): void;
}): React.ReactNode {
    if (props.waits === 'unseen') {
        return (
            <button type="button" className="dispatch-claude-jump dispatch-claude-jump-waiting" onClick={props.onShow}>
                <span className={codicon('bell-dot')} aria-hidden />
                {ClaudeText.waitsBelow}
            </button>
        );
    }
    return props.scroll.stuck || props.waits ? undefined : (
        <button
            type="button"
            className="dispatch-claude-jump"
            title={ClaudeText.jumpToLatest}
            aria-label={ClaudeText.jumpToLatest}
            onClick={props.scroll.jump}
        >
            <span className={codicon('arrow-down')} aria-hidden />
        </button>
    );
}

function Banners({ model, runtimes, onNewSession, onSignIn }: ClaudeSessionViewProps): React.ReactElement {
    const own = runtimes?.find(runtime => runtime.name === model.transcript.runtime);
    // what is no way out takes the room of the input in a low pane
    const ways = runtimes?.filter(runtime => runtime === own || runtime.usable || runtime.canSignIn) ?? [];
    const state = model.connectionState;
    const { banners } = React.useContext(AdditionsContext);
    return (
        <>
            {banners.map((each, i) => (
                <React.Fragment key={i}>{each.renderBanner(model.transcript, model)}</React.Fragment>
            ))}
            <ParkedBanner model={model} />
            {own && !own.usable && !model.ended && (
                <div className="dispatch-claude-banner" role="status">
                    <strong>{ClaudeText.unusable(own.label)}</strong>
                    <RuntimeHelp runtimes={ways} onUse={onNewSession} onSignIn={onSignIn} />
                </div>
            )}
            {own?.usable && own.canSignIn && !model.ended && <SignInRefused onSignIn={onSignIn} />}
            {model.problem && (
                <div className="dispatch-claude-banner dispatch-claude-error" role="alert">
                    <span className={codicon('error')} aria-hidden />
                    <span>{model.problem}</span>
                    <button
                        type="button"
                        className="dispatch-claude-icon-button"
                        aria-label={ClaudeText.dismiss}
                        title={ClaudeText.dismiss}
                        onClick={() => model.dismissProblem()}
                    >
                        <span className={codicon('close')} aria-hidden />
                    </button>
                </div>
            )}
            {(state === 'offline' || state === 'signed-out') && (
                <div className="dispatch-claude-banner">
                    <span className={codicon('debug-disconnect')} aria-hidden />
                    <span>{state === 'offline' ? ClaudeText.offline : ClaudeText.signedOut}</span>
                </div>
            )}
        </>
    );
}

function SignInRefused({ onSignIn }: Pick<ClaudeSessionViewProps, 'onSignIn'>): React.ReactElement {
    return (
        <div className="dispatch-claude-banner" role="status">
            <span className={codicon('account')} aria-hidden />
            <span>{ClaudeText.signInRefused}</span>
            <button type="button" className="theia-button" onClick={onSignIn}>
                {ClaudeText.signIn}
            </button>
        </div>
    );
}

function Ended({ model, onNewSession }: ClaudeSessionViewProps): React.ReactElement {
    return (
        <div className="dispatch-claude-ended">
            <span>
                {ClaudeText.endedTitle} {model.info?.reason ?? model.transcript.reason}
            </span>
            <button type="button" className="theia-button" onClick={() => onNewSession()}>
                {ClaudeText.newSession}
            </button>
        </div>
    );
}
