import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { NoticePart, Part, Turn, UserMessage } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';
import { formatDuration } from '../duration';
import { ToolCard } from '../tools/tool-card';
import { AdditionsContext } from '../contributions/view-additions';
import { CopyButton } from './copy-button';
import { MessageMenu } from './message-menu';
import { useViewedSession } from './viewed-session';
import { WordsView } from './words-view';

/** What a person asked and all that came of it. */
export const TurnView = React.memo(function TurnView({ turn }: { turn: Turn }): React.ReactElement {
    return (
        <article className="dispatch-claude-turn" data-turn={turn.key}>
            {turn.messages.map(message => (
                <UserMessageView
                    key={message.messageId}
                    message={message}
                    menu={<MessageMenu message={message} turn={turn} />}
                />
            ))}
            {turn.parts.map(part => (
                <PartView key={`${part.kind}:${part.id}`} part={part} />
            ))}
            <TurnFoot turn={turn} />
        </article>
    );
});

/** What a person said, and below it what is to be known of its way. */
export function UserMessageView(props: {
    message: Pick<UserMessage, 'text'>;
    foot?: React.ReactNode;
    menu?: React.ReactNode;
}): React.ReactElement {
    return (
        <div className="dispatch-claude-said" role="group" aria-label={ClaudeText.you}>
            <div className="dispatch-claude-said-text">{props.message.text}</div>
            {props.menu}
            {props.foot && <div className="dispatch-claude-said-foot">{props.foot}</div>}
        </div>
    );
}

function PartView({ part }: { part: Part }): React.ReactElement {
    switch (part.kind) {
        case 'tool':
            return <ToolCard tool={part} />;
        case 'notice':
            return <NoticeView notice={part} />;
        case 'steering':
            return <UserMessageView message={part.message} />;
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
        case 'queued':
            return <div className="dispatch-claude-said-foot">{ClaudeText.queued}</div>;
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
        case 'aside':
            return undefined;
    }
}

function TurnSummary({ turn }: { turn: Turn }): React.ReactElement {
    const reply = turn.parts
        .flatMap(part => (part.kind === 'text' && part.state !== 'replaced' ? [part.text] : []))
        .join('\n\n');
    const { startedAtMs, endedAtMs } = turn;
    return (
        <div className="dispatch-claude-summary">
            {turn.state === 'interrupted' && <span>{ClaudeText.stopped}</span>}
            {startedAtMs !== undefined && endedAtMs !== undefined && (
                <span className="dispatch-claude-quiet">{formatDuration(endedAtMs - startedAtMs)}</span>
            )}
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
