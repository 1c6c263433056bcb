import { Dialog } from '@theia/core/lib/browser/dialogs';
import { ReactDialog } from '@theia/core/lib/browser/dialogs/react-dialog';
import { codicon, Message } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { asDispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import type { RewindFile, RewindPreview, RewindScope } from '../common/checkpoint-protocol';
import { CheckpointText } from './checkpoint-text';

/** What the person decided, on what was shown. */
export interface RewindChoice {
    readonly scope: RewindScope;
    readonly shown: string;
}

export interface RewindDialogProps {
    readonly title: string;
    readonly accept: string;
    /** What can be chosen, the usual one first. */
    readonly scopes: readonly RewindScope[];
    preview(scope: RewindScope): Promise<RewindPreview>;
}

/** Files that are listed one by one. */
const LISTED_FILES = 200;

/** Shows what a rewind would do, and asks. Nothing can be accepted that was not shown. */
export class RewindDialog extends ReactDialog<RewindChoice | undefined> {
    private scope: RewindScope;
    private preview: RewindPreview | undefined;
    private problem: string | undefined;

    constructor(private readonly asked: RewindDialogProps) {
        super({ title: asked.title });
        this.scope = asked.scopes[0];
        this.addClass('dispatch-rewind-dialog');
        this.appendCloseButton(Dialog.CANCEL);
        this.appendAcceptButton(asked.accept);
        void this.look();
    }

    get value(): RewindChoice | undefined {
        return this.preview && { scope: this.scope, shown: this.preview.shown };
    }

    protected override onAfterAttach(message: Message): void {
        super.onAfterAttach(message);
        this.update();
    }

    protected override isValid(): string {
        return this.preview ? '' : (this.problem ?? CheckpointText.looking);
    }

    protected render(): React.ReactNode {
        return (
            <div className="dispatch-rewind">
                {this.asked.scopes.length > 1 && this.renderScopes()}
                <div aria-live="polite">
                    {this.problem && (
                        <p className="dispatch-rewind-warning" role="alert">
                            {this.problem}
                        </p>
                    )}
                    {!this.problem && !this.preview && <p>{CheckpointText.looking}</p>}
                    {this.preview && <Preview preview={this.preview} scope={this.scope} />}
                </div>
            </div>
        );
    }

    private renderScopes(): React.ReactNode {
        return (
            <fieldset>
                <legend>{CheckpointText.what}</legend>
                {this.asked.scopes.map(scope => (
                    <label key={scope}>
                        <input
                            type="radio"
                            name="dispatch-rewind-scope"
                            className="theia-input"
                            checked={scope === this.scope}
                            onChange={() => this.choose(scope)}
                        />
                        {CheckpointText.scopes[scope]}
                    </label>
                ))}
            </fieldset>
        );
    }

    private choose(scope: RewindScope): void {
        this.scope = scope;
        void this.look();
    }

    private async look(): Promise<void> {
        const { scope } = this;
        this.display(undefined, undefined);
        try {
            const preview = await this.asked.preview(scope);
            if (scope === this.scope) {
                this.display(preview, undefined);
            }
        } catch (error) {
            if (scope === this.scope) {
                this.display(undefined, asDispatchError(error).message);
            }
        }
    }

    private display(preview: RewindPreview | undefined, problem: string | undefined): void {
        this.preview = preview;
        this.problem = problem;
        if (this.acceptButton) {
            this.acceptButton.disabled = preview === undefined;
        }
        this.update();
    }
}

function Preview({ preview, scope }: { preview: RewindPreview; scope: RewindScope }): React.ReactElement {
    const { files, fileCount, left, messageCount, keptAtMs, othersAtWork } = preview;
    const listed = files.slice(0, LISTED_FILES);
    return (
        <>
            {messageCount > 0 && <p>{CheckpointText.messages(messageCount)}</p>}
            {keptAtMs !== undefined && <p>{CheckpointText.keptFrom(new Date(keptAtMs).toLocaleString())}</p>}
            {othersAtWork > 0 && <Warning text={CheckpointText.othersAtWork} />}
            {files.some(file => file.elsewhere) && <Warning text={CheckpointText.elsewhereWarning} />}
            {scope !== 'conversation' && (
                <p>{fileCount === 0 ? CheckpointText.noFiles : CheckpointText.files(fileCount)}</p>
            )}
            {listed.length > 0 && (
                <ul className="dispatch-rewind-files">
                    {listed.map(file => (
                        <PreviewedFile key={file.fileId} file={file} />
                    ))}
                    {fileCount > listed.length && <li>{CheckpointText.more(fileCount - listed.length)}</li>}
                </ul>
            )}
            {left.length > 0 && (
                <>
                    <p>{CheckpointText.left}</p>
                    <ul className="dispatch-rewind-files">
                        {left.map(({ path, why }) => (
                            <li key={path}>
                                <span className="dispatch-rewind-path">{path}</span> <small>{why}</small>
                            </li>
                        ))}
                    </ul>
                </>
            )}
            {fileCount > 0 && <p className="dispatch-rewind-quiet">{CheckpointText.canUndo}</p>}
        </>
    );
}

function PreviewedFile({ file }: { file: RewindFile }): React.ReactElement {
    const { path, action, addedLines, removedLines, elsewhere } = file;
    return (
        <li data-path={path}>
            <span className="dispatch-rewind-path">{path}</span> <small>{CheckpointText.actions[action]}</small>
            <LineCounts added={addedLines} removed={removedLines} />
            {elsewhere && (
                <small className="dispatch-rewind-warning">
                    {' · '}
                    {CheckpointText.elsewhere}
                </small>
            )}
        </li>
    );
}

/** How many lines come and go; nothing where that is not known. */
export function LineCounts({ added, removed }: { added?: number; removed?: number }): React.ReactNode {
    return (
        <>
            {added ? <span className="dispatch-review-added"> +{added}</span> : undefined}
            {removed ? <span className="dispatch-review-removed"> −{removed}</span> : undefined}
        </>
    );
}

function Warning({ text }: { text: string }): React.ReactElement {
    return (
        <p className="dispatch-rewind-warning">
            <span className={codicon('warning')} aria-hidden /> {text}
        </p>
    );
}
