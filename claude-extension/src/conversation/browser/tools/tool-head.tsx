import * as React from '@theia/core/shared/react';
import type { ToolState } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';

/** Theia's own function for these class names is in a module that needs a page. */
const icon = (name: string): string => `codicon codicon-${name}`;

const STATE_ICONS: Record<ToolState, string> = {
    requested: 'circle-large-outline',
    waiting: 'question',
    running: 'loading codicon-modifier-spin',
    done: 'check',
    error: 'error',
    denied: 'circle-slash',
    'not-run': 'debug-disconnect',
    withdrawn: 'debug-disconnect',
    unknown: 'question',
    interrupted: 'debug-stop'
};

interface ToolHeadProps {
    readonly icon: string;
    readonly verb: string;
    readonly subject?: string;
    /** How many steps of a sub-agent are below. */
    readonly steps: number;
    readonly state: ToolState;
    readonly open: boolean;
    /** What stands between the words and the mark, with keys of its own: the file, its changes, the terminal. */
    readonly more?: React.ReactNode;
    onToggle(): void;
}

/**
 * The line of a call: what it is, and how it is. With something in between, the mark stands behind that, in a second button for
 * the mouse alone; who hears the page is told the state by the first one.
 */
export function ToolHead(props: ToolHeadProps): React.ReactElement {
    const { subject, steps, state, open, more, onToggle } = props;
    return (
        <div className="dispatch-claude-tool-head">
            <button type="button" className="dispatch-claude-row" aria-expanded={open} onClick={onToggle}>
                <span className={icon(props.icon)} aria-hidden />
                <span className="dispatch-claude-verb">{props.verb}</span>
                {subject && <code className="dispatch-claude-subject">{subject}</code>}
                {steps > 0 && <span className="dispatch-claude-quiet">{ClaudeText.steps(steps)}</span>}
                {more ? (
                    <span className="dispatch-claude-heard" role="img" aria-label={ClaudeText.toolStates[state]} />
                ) : (
                    <StateMark state={state} open={open} />
                )}
            </button>
            {more}
            {more && (
                <button
                    type="button"
                    className="dispatch-claude-row dispatch-claude-row-end"
                    tabIndex={-1}
                    aria-hidden
                    onClick={onToggle}
                >
                    <StateMark state={state} open={open} />
                </button>
            )}
        </div>
    );
}

function StateMark({ state, open }: Pick<ToolHeadProps, 'state' | 'open'>): React.ReactElement {
    const words = ClaudeText.toolStates[state];
    return (
        <>
            <span
                className={`${icon(STATE_ICONS[state])} dispatch-claude-state-icon`}
                role="img"
                aria-label={words}
                title={words}
            />
            <span className={`${icon(open ? 'chevron-down' : 'chevron-right')} dispatch-claude-chevron`} aria-hidden />
        </>
    );
}
