import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { TurnView } from '../../conversation/browser/view/turn-view';
import type { ForeignConversation } from '../common/custody-protocol';
import type { ConversationsModel } from './conversations-model';
import { CustodyText } from './custody-text';

/** Turns that are shown of a conversation that is only read. */
const SHOWN_TURNS = 60;

export interface ConversationsViewProps {
    readonly model: ConversationsModel;
    onContinue(conversation: ForeignConversation): void;
}

/** Conversations made elsewhere: the list with its search, or the one that was chosen. */
export function ConversationsView(props: ConversationsViewProps): React.ReactElement {
    const { model } = props;
    return (
        <div className="dispatch-conversations">
            {model.problem && (
                <p className="dispatch-conversations-problem" role="alert">
                    {model.problem}
                </p>
            )}
            {model.chosen ? <Chosen {...props} conversation={model.chosen} /> : <List model={model} />}
        </div>
    );
}

function List({ model }: { model: ConversationsModel }): React.ReactElement {
    const { conversations, query, isLooking, more } = model;
    return (
        <>
            <input
                type="search"
                className="theia-input dispatch-conversations-search"
                placeholder={CustodyText.search}
                aria-label={CustodyText.search}
                value={query}
                onChange={event => model.lookFor(event.target.value)}
            />
            <div role="status" className="dispatch-conversations-quiet">
                {isLooking && CustodyText.searching}
                {!isLooking && conversations.length === 0 && (query ? CustodyText.noMatch : CustodyText.none)}
            </div>
            <ul aria-label={CustodyText.elsewhere}>
                {conversations.map(conversation => (
                    <li key={conversation.conversationId}>
                        <button type="button" onClick={() => void model.choose(conversation)}>
                            <strong>{conversation.title}</strong>
                            {conversation.excerpt && <span>…{conversation.excerpt}…</span>}
                            <small>{about(conversation)}</small>
                        </button>
                    </li>
                ))}
            </ul>
            {more && <p className="dispatch-conversations-quiet">{CustodyText.more}</p>}
        </>
    );
}

function Chosen(props: ConversationsViewProps & { conversation: ForeignConversation }): React.ReactElement {
    const { model, conversation, onContinue } = props;
    const { turns } = model.transcript;
    return (
        <>
            <header>
                <button
                    type="button"
                    className="dispatch-claude-icon-button"
                    title={CustodyText.back}
                    aria-label={CustodyText.back}
                    autoFocus
                    onClick={() => void model.choose(undefined)}
                >
                    <span className={codicon('arrow-left')} aria-hidden />
                </button>
                <h2>{conversation.title}</h2>
                <button
                    type="button"
                    className="theia-button"
                    title={CustodyText.goOnHint}
                    onClick={() => onContinue(conversation)}
                >
                    {CustodyText.goOn}
                </button>
            </header>
            <small>{about(conversation)}</small>
            {turns.length > SHOWN_TURNS && <p className="dispatch-conversations-quiet">{CustodyText.earlier}</p>}
            <div className="dispatch-claude-transcript">
                {turns.slice(-SHOWN_TURNS).map(turn => (
                    <TurnView key={turn.key} turn={turn} />
                ))}
            </div>
        </>
    );
}

function about({ folder, branch, changedAtMs }: ForeignConversation): string {
    return [folder, branch, new Date(changedAtMs).toLocaleString()].filter(Boolean).join(' · ');
}
