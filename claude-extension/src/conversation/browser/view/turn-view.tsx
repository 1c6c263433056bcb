import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { splitContexts } from '../../domain/message-context';
import { nestParts, PartNode } from '../../domain/nesting';
import type { NoticePart, Part, Turn, UserMessage } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';
import { durationBetween, formatDuration } from '../duration';
import { ToolCard } from '../tools/tool-card';
import { SentContexts } from '../composer/chips';
import { AdditionsContext } from '../contributions/view-additions';
import { AttachmentsView } from './attachments-view';
import { CopyButton } from './copy-button';
import { MessageMenu } from './message-menu';
import { QueuedMessage } from './queued-message';
import { useViewedSession } from './viewed-session';
import { WordsView } from './words-view';

/** What a person asked and all that came of it. */
export const TurnView = React.memo(function TurnView({ turn }: { turn: Turn }): React.ReactElement {
    const rewound = turn.rewoundBy ? 'dispatch-claude-rewound' : '';
    return (
        <article className={`dispatch-claude-turn ${rewound}`} data-turn={turn.key} data-state={turn.state}>
            {turn.messages.map(message =>
                turn.state === 'queued' ? (
                    <QueuedMessage key={message.messageId} message={message} />
                ) : (
                    <UserMessageView
                        key={message.messageId}
                        message={message}
                        menu={<MessageMenu message={message} turn={turn} />}
                    />
                )
            )}
            <TurnParts parts={turn.parts} />
            <TurnFoot turn={turn} />
        </article>
    );
});

/** More steps of one turn than that are drawn only when asked for. */
const SHOWN_STEPS = 80;

function TurnParts({ parts }: { parts: readonly Part[] }): React.ReactElement {
    const nodes = React.useMemo(() => nestParts(parts), [parts]);
    const [shown, setShown] = React.useState(SHOWN_STEPS);
    const hidden = Math.max(0, nodes.length - shown);
    return (
        <>
            {hidden > 0 && (
                <button
                    type="button"
                    className="dispatch-claude-link dispatch-claude-earlier"
                    onClick={() => setShown(shown + 4 * SHOWN_STEPS)}
                >
                    {ClaudeText.showEarlierSteps(hidden)}
                </button>
            )}
            {renderNodes(nodes.slice(hidden))}
        </>
    );
}

function renderNodes(nodes: readonly PartNode[]): React.ReactNode {
    return nodes.map(node => <PartView key={`${node.part.kind}:${node.part.id}`} node={node} />);
}

/** What a person said, and below it what is to be known of its way. */
export function UserMessageView(props: {
    message: Pick<UserMessage, 'text' | 'attachments'> & { readonly messageId?: string };
    foot?: React.ReactNode;
    menu?: React.ReactNode;
}): React.ReactElement {
    const { messageId, attachments } = props.message;
    const { text, contexts } = React.useMemo(() => splitContexts(props.message.text), [props.message.text]);
    return (
        <div className="dispatch-claude-said" role="group" aria-label={ClaudeText.you} data-message={messageId}>
            <div className="dispatch-claude-said-line">
                {props.menu}
                {text && <div className="dispatch-claude-said-text">{text}</div>}
            </div>
            {attachments && <AttachmentsView attachments={attachments} />}
            {contexts.length > 0 && <SentContexts contexts={contexts} />}
            {props.foot && <div className="dispatch-claude-said-foot">{props.foot}</div>}
        </div>
    );
}

function PartView({ node }: { node: PartNode }): React.ReactElement {
    const { part } = node;
    switch (part.kind) {
        case 'tool':
            return <ToolCard tool={part} below={node.children} renderNodes={renderNodes} />;
        case 'notice':
            return <NoticeView notice={part} />;
        case 'steering':
            return <UserMessageView message={part.message} foot={ClaudeText.steered} />;
        default:
            return <WordsView words={part} />;
    }
}

/** A line from the session itself. */
export function NoticeView({ notice }: { notice: Pick<NoticePart, 'level' | 'text'> }): React.ReactElement {
    return (
        <div className={`dispatch-claude-notice dispatch-claude-${notice.level}`}>
            <span className={codicon(notice.level)} aria-hidden />
            <span>{notice.text}</span>
        </div>
    );
}

function TurnFoot({ turn }: { turn: Turn }): React.ReactNode {
    switch (turn.state) {
        case 'running':
            return <Working turn={turn} />;
        case 'failed':
            return (
                <>
                    <NoticeView notice={{ level: 'error', text: turn.error ?? ClaudeText.failedTurn }} />
                    <TurnSummary turn={turn} />
                </>
            );
        case 'interrupted':
        case 'finished':
            return <TurnSummary turn={turn} />;
        case 'queued':
        case 'aside':
            return undefined;
    }
}

function TurnSummary({ turn }: { turn: Turn }): React.ReactElement {
    const reply = turn.parts
        .flatMap(part => (part.kind === 'text' && part.state !== 'replaced' ? [part.text] : []))
        .join('\n\n');
    const duration = durationBetween(turn.startedAtMs, turn.endedAtMs);
    return (
        <div className="dispatch-claude-summary">
            {turn.state === 'interrupted' && <span>{ClaudeText.stopped}</span>}
            {duration !== undefined && <span className="dispatch-claude-quiet">{duration}</span>}
            {reply && <CopyButton text={reply} />}
            <TurnActions turn={turn} />
        </div>
    );
}

/** What other features put at the foot of a turn. */
function TurnActions({ turn }: { turn: Turn }): React.ReactNode {
    const { turns } = React.useContext(AdditionsContext);
    const session = useViewedSession();
    return (
        session &&
        turns.map((each, i) => <React.Fragment key={i}>{each.renderTurnAction(turn, session)}</React.Fragment>)
    );
}

/** Shows that something goes on, and for how long, while nothing else moves. */
function Working({ turn }: { turn: Turn }): React.ReactNode {
    const [nowMs, setNowMs] = React.useState(() => Date.now());
    React.useEffect(() => {
        const timer = setInterval(() => setNowMs(Date.now()), 1_000);
        return () => clearInterval(timer);
    }, []);
    if (turn.parts.some(part => part.kind === 'tool' && part.state === 'waiting')) {
        return undefined;
    }
    const seconds = Math.floor(Math.max(0, nowMs - (turn.startedAtMs ?? nowMs)) / 1_000);
    return (
        <div className="dispatch-claude-working" aria-hidden>
            <span className="dispatch-claude-dots">
                <i />
                <i />
                <i />
            </span>
            <span>
                {seconds < 3 ? ClaudeText.working : `${ClaudeText.working} · ${formatDuration(seconds * 1_000)}`}
            </span>
        </div>
    );
}
