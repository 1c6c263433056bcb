import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { ChangeDetail, FileChange, Hunk } from '../common/checkpoint-protocol';
import { CheckpointText } from './checkpoint-text';
import type { ReviewModel } from './review-model';
import { LineCounts } from './rewind-dialog';

export interface ReviewViewProps {
    readonly model: ReviewModel;
    onOpenDiff(change: FileChange): void;
}

/** One list of changed files, each with its places; accepted or reverted by file and by place. */
export function ReviewView(props: ReviewViewProps): React.ReactElement {
    const { model } = props;
    return (
        <div className="dispatch-review" onKeyDown={event => moveFocus(event)}>
            <ReviewHead model={model} />
            {model.problem && (
                <p className="dispatch-rewind-warning" role="alert">
                    {model.problem}
                </p>
            )}
            {!model.isLoaded && model.isBusy && <p>{CheckpointText.looking}</p>}
            {model.isLoaded && model.changes.length === 0 && <p>{CheckpointText.nothing}</p>}
            <ul className="dispatch-review-files" aria-label={CheckpointText.ofSession} aria-busy={model.isBusy}>
                {model.changes.map(change => (
                    <FileView key={change.fileId} {...props} change={change} />
                ))}
            </ul>
            {model.fileCount > model.changes.length && (
                <p>{CheckpointText.more(model.fileCount - model.changes.length)}</p>
            )}
        </div>
    );
}

function ReviewHead({ model }: { model: ReviewModel }): React.ReactElement {
    const { changes, fileCount, acceptedCount } = model;
    return (
        <header className="dispatch-review-head">
            <h2>{model.of.turnId === undefined ? CheckpointText.ofSession : CheckpointText.ofTurn}</h2>
            <span className="dispatch-rewind-quiet" role="status">
                {model.isLoaded && CheckpointText.filesChanged(fileCount)}
                {changes.length > 0 && ` · ${CheckpointText.allAccepted(acceptedCount, changes.length)}`}
            </span>
            <span className="dispatch-review-buttons">
                <IconButton
                    icon="check-all"
                    label={CheckpointText.acceptAll}
                    disabled={model.isBusy || acceptedCount === changes.length}
                    onClick={() => void model.acceptAll()}
                />
                <IconButton
                    icon="refresh"
                    label={CheckpointText.refresh}
                    disabled={model.isBusy}
                    onClick={() => void model.refresh()}
                />
            </span>
        </header>
    );
}

function FileView({ model, change, onOpenDiff }: ReviewViewProps & { change: FileChange }): React.ReactElement {
    const { fileId, path, status, accepted, state, addedLines, removedLines } = change;
    const isOpen = model.details.has(fileId);
    const detail = model.details.get(fileId);
    return (
        <li
            className={`dispatch-review-file${accepted ? ' dispatch-review-done' : ''}`}
            data-path={path}
            onKeyDown={event => fileKey(event, { model, change, onOpenDiff })}
        >
            <div className="dispatch-review-row">
                <button
                    type="button"
                    className="dispatch-review-name"
                    aria-expanded={isOpen}
                    title={CheckpointText.keys}
                    onClick={() => void model.toggle(fileId)}
                >
                    <span className={codicon(isOpen ? 'chevron-down' : 'chevron-right')} aria-hidden />
                    <span className="dispatch-rewind-path">{path}</span>
                    <small>{CheckpointText.statuses[status]}</small>
                    <LineCounts added={addedLines} removed={removedLines} />
                    {state !== 'applied' && <small>{CheckpointText.states[state]}</small>}
                    {accepted && <small>{CheckpointText.accepted}</small>}
                </button>
                <span className="dispatch-review-buttons">
                    <IconButton icon="diff" label={CheckpointText.openDiff} onClick={() => onOpenDiff(change)} />
                    <IconButton
                        icon="discard"
                        label={CheckpointText.revertFile(path)}
                        disabled={model.isBusy || state === 'reverted'}
                        onClick={() => void model.revertFile(fileId)}
                    />
                    <IconButton
                        icon="check"
                        label={CheckpointText.acceptFile(path)}
                        pressed={accepted}
                        disabled={model.isBusy}
                        onClick={() => void model.acceptFile(fileId, !accepted)}
                    />
                </span>
            </div>
            {isOpen && (detail ? <DetailView model={model} detail={detail} /> : <p>{CheckpointText.looking}</p>)}
        </li>
    );
}

function DetailView({ model, detail }: { model: ReviewModel; detail: ChangeDetail }): React.ReactElement {
    const { change, hunks, moreHunks } = detail;
    return (
        <div className="dispatch-review-detail">
            {change.opaque && <p>{CheckpointText.opaque[change.opaque]}</p>}
            {change.onlyMode && <p>{CheckpointText.onlyMode}</p>}
            {hunks.map(hunk => (
                <HunkView key={hunk.hunkId} model={model} fileId={change.fileId} hunk={hunk} />
            ))}
            {moreHunks > 0 && <p>{CheckpointText.moreHunks(moreHunks)}</p>}
        </div>
    );
}

const SIGNS: Record<Hunk['lines'][number]['kind'], string> = { same: ' ', added: '+', removed: '-' };

function HunkView(props: { model: ReviewModel; fileId: string; hunk: Hunk }): React.ReactElement {
    const { model, fileId, hunk } = props;
    return (
        <section
            className={`dispatch-review-hunk${hunk.accepted ? ' dispatch-review-done' : ''}`}
            aria-label={CheckpointText.lines(hunk.afterLine)}
            data-state={hunk.state}
        >
            <div className="dispatch-review-row">
                <small>{CheckpointText.lines(hunk.afterLine)}</small>
                {hunk.state !== 'applied' && <small>{CheckpointText.states[hunk.state]}</small>}
                <span className="dispatch-review-buttons">
                    <button
                        type="button"
                        className="dispatch-claude-link"
                        disabled={model.isBusy || hunk.state !== 'applied'}
                        onClick={() => void model.revertHunk(fileId, hunk.hunkId)}
                    >
                        {CheckpointText.revert}
                    </button>
                    <button
                        type="button"
                        className="dispatch-claude-link"
                        aria-pressed={hunk.accepted}
                        disabled={model.isBusy}
                        onClick={() => void model.acceptHunk(fileId, hunk.hunkId, !hunk.accepted)}
                    >
                        {hunk.accepted ? CheckpointText.accepted : CheckpointText.accept}
                    </button>
                </span>
            </div>
            <pre tabIndex={0} aria-label={CheckpointText.lines(hunk.afterLine)}>
                {hunk.lines.map((line, index) => (
                    <div key={index} className={`dispatch-review-${line.kind}`}>
                        {SIGNS[line.kind]}
                        {line.text}
                    </div>
                ))}
            </pre>
        </section>
    );
}

function IconButton(props: {
    icon: string;
    label: string;
    pressed?: boolean;
    disabled?: boolean;
    onClick(): void;
}): React.ReactElement {
    return (
        <button
            type="button"
            className="dispatch-claude-icon-button"
            title={props.label}
            aria-label={props.label}
            aria-pressed={props.pressed}
            disabled={props.disabled}
            onClick={props.onClick}
        >
            <span className={codicon(props.icon)} aria-hidden />
        </button>
    );
}

/** Letters act on the file that has the focus. */
function fileKey(
    event: React.KeyboardEvent,
    { model, change, onOpenDiff }: ReviewViewProps & { change: FileChange }
): void {
    if (event.ctrlKey || event.metaKey || event.altKey || model.isBusy) {
        return;
    }
    const acts: Record<string, () => void> = {
        a: () => void model.acceptFile(change.fileId, !change.accepted),
        r: () => void model.revertFile(change.fileId),
        d: () => onOpenDiff(change)
    };
    const act = acts[event.key.toLowerCase()];
    if (act) {
        event.preventDefault();
        event.stopPropagation();
        act();
    }
}

/** Up and down go from file to file. */
function moveFocus(event: React.KeyboardEvent<HTMLElement>): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const names = [...event.currentTarget.querySelectorAll<HTMLElement>('.dispatch-review-name')];
    const at = names.findIndex(name => name.parentElement?.parentElement?.contains(event.target as Node));
    const isText = (event.target as HTMLElement).closest('pre') !== null;
    if (step !== 0 && names.length > 0 && !isText) {
        event.preventDefault();
        names[Math.min(names.length - 1, Math.max(0, at === -1 ? 0 : at + step))].focus();
    }
}
