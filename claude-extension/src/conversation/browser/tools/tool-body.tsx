import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { VisibleText } from '../../../approval/browser/visible-text-view';
import type { DiffLine } from '../../domain/line-diff';
import type { TodoItem, ToolPresentation } from '../../domain/tool-presentation';
import type { ToolPart } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';
import { CopyButton } from '../view/copy-button';

/** What a call of a tool was given, in full. */
export function ToolBodyView({ shown }: { shown: ToolPresentation }): React.ReactElement {
    const { body, rest } = shown;
    return (
        <>
            {body.kind === 'command' && <Command command={body.command} />}
            {body.kind === 'diff' && body.hunks.map((hunk, i) => <Diff key={i} lines={hunk} />)}
            {body.kind === 'todos' && <Todos items={body.items} />}
            <Fields fields={rest} />
        </>
    );
}

function Command({ command }: { command: string }): React.ReactElement {
    return (
        <div className="dispatch-claude-block dispatch-claude-command">
            <pre tabIndex={0}>
                <VisibleText text={command} />
            </pre>
            <CopyButton text={command} />
        </div>
    );
}

const SIGNS = { same: ' ', added: '+', removed: '−' } as const;

function Diff({ lines }: { lines: readonly DiffLine[] }): React.ReactElement {
    return (
        <pre className="dispatch-claude-block dispatch-claude-diff" tabIndex={0}>
            {lines.map((line, i) => (
                <div key={i} className={`dispatch-claude-diff-${line.kind}`}>
                    <span className="dispatch-claude-sign">{SIGNS[line.kind]}</span>
                    <span>
                        <VisibleText text={line.text} />
                        {line.unbroken && <span className="dispatch-claude-quiet"> {ClaudeText.unbroken}</span>}
                    </span>
                </div>
            ))}
        </pre>
    );
}

const TODO_ICONS: Record<TodoItem['state'], string> = {
    pending: 'circle-large-outline',
    in_progress: 'arrow-right',
    completed: 'pass'
};

function Todos({ items }: { items: readonly TodoItem[] }): React.ReactElement {
    return (
        <ul className="dispatch-claude-todos">
            {items.map((item, i) => (
                <li key={i} className={`dispatch-claude-todo-${item.state}`}>
                    <span className={codicon(TODO_ICONS[item.state])} aria-hidden />
                    {item.text}
                </li>
            ))}
        </ul>
    );
}

function Fields({ fields }: { fields: Readonly<Record<string, unknown>> }): React.ReactNode {
    const entries = Object.entries(fields);
    if (entries.length === 0) {
        return undefined;
    }
    return (
        <dl className="dispatch-claude-fields">
            {entries.map(([name, value]) => (
                <React.Fragment key={name}>
                    <dt>
                        <VisibleText text={name} />
                    </dt>
                    <dd>
                        <VisibleText text={typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)} />
                    </dd>
                </React.Fragment>
            ))}
        </dl>
    );
}

/** What a call came to. */
export function ToolOutput({ tool }: { tool: ToolPart }): React.ReactNode {
    if (tool.output === undefined) {
        return undefined;
    }
    if (tool.output.trim() === '') {
        return <div className="dispatch-claude-quiet">{ClaudeText.noOutput}</div>;
    }
    return (
        <div className={`dispatch-claude-block dispatch-claude-output dispatch-claude-output-${tool.state}`}>
            <pre tabIndex={0}>
                <VisibleText text={withoutColours(tool.output)} />
            </pre>
            <CopyButton text={tool.output} />
        </div>
    );
}

/** Colours and cursor moves of a terminal mean nothing here, and nobody acts on what an output shows. */
function withoutColours(output: string): string {
    // eslint-disable-next-line no-control-regex
    return output.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(/\r\n/g, '\n');
}
