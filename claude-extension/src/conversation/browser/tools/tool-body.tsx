import * as React from '@theia/core/shared/react';
import { VisibleText } from '../../../approval/browser/visible-text-view';
import type { AskedQuestion, ToolPresentation } from '../../domain/tool-presentation';
import { MarkdownView } from '../markdown/markdown-view';
import { CopyButton } from '../view/copy-button';
import { DiffView } from './diff-view';
import { TodosView } from './todos-view';

/** What a call of a tool was given, in full. */
export function ToolBodyView({ shown }: { shown: ToolPresentation }): React.ReactElement {
    const { body, rest, hint } = shown;
    return (
        <>
            {hint && (
                <div className="dispatch-claude-quiet">
                    <VisibleText text={hint} />
                </div>
            )}
            {body.kind === 'command' && <Command command={body.command} />}
            {body.kind === 'diff' && body.hunks.map((hunk, i) => <DiffView key={i} lines={hunk} />)}
            {body.kind === 'todos' && <TodosView items={body.items} />}
            {body.kind === 'prose' && <MarkdownView text={body.text} />}
            {body.kind === 'questions' && <Questions questions={body.questions} />}
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

function Questions({ questions }: { questions: readonly AskedQuestion[] }): React.ReactElement {
    return (
        <dl className="dispatch-claude-asked-list">
            {questions.map(({ question, options }, i) => (
                <React.Fragment key={i}>
                    <dt>{question}</dt>
                    {options.map(({ label, description }, j) => (
                        <dd key={j}>
                            {label}
                            {description && <span className="dispatch-claude-quiet"> {description}</span>}
                        </dd>
                    ))}
                </React.Fragment>
            ))}
        </dl>
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
