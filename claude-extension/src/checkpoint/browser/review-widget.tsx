import { DiffUris } from '@theia/core/lib/browser/diff-uris';
import { open, OpenerService } from '@theia/core/lib/browser/opener-service';
import { ExtractableWidget } from '@theia/core/lib/browser/widgets/extractable-widget';
import { ReactWidget } from '@theia/core/lib/browser/widgets/react-widget';
import { Message } from '@theia/core/lib/browser/widgets/widget';
import { URI } from '@theia/core/lib/common/uri';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import type { FileChange } from '../common/checkpoint-protocol';
import { CheckpointClient } from './checkpoint-client';
import { checkpointUri } from './checkpoint-resource';
import { CheckpointText } from './checkpoint-text';
import { ReviewModel } from './review-model';
import { ReviewView } from './review-view';

/** What is reviewed; kept with the layout. */
export const ReviewOptions = Symbol('ReviewOptions');
export interface ReviewOptions {
    readonly sessionId: string;
    /** Absent for the whole session. */
    readonly turnId?: string;
}

/** What a turn or a session changed, beside editors and terminals. */
@injectable()
export class ReviewWidget extends ReactWidget implements ExtractableWidget {
    static readonly FACTORY_ID = 'dispatch-review';

    @inject(ReviewOptions) protected readonly options!: ReviewOptions;
    @inject(CheckpointClient) protected readonly checkpoints!: CheckpointClient;
    @inject(SessionsClient) protected readonly sessions!: SessionsClient;
    @inject(OpenerService) protected readonly opener!: OpenerService;

    isExtractable = true;
    secondaryWindow: Window | undefined;
    protected model!: ReviewModel;

    @postConstruct()
    protected init(): void {
        const { sessionId, turnId } = this.options;
        this.id = `${ReviewWidget.FACTORY_ID}:${sessionId}:${turnId ?? ''}`;
        this.addClass('dispatch-review-widget');
        this.title.closable = true;
        this.title.iconClass = 'codicon codicon-diff-multiple';
        this.node.tabIndex = -1;
        this.model = new ReviewModel(this.checkpoints.of(SessionId.parse(sessionId)), { turnId });
        this.toDispose.push(this.model.onDidChange(() => this.update()));
        this.toDispose.push(this.sessions.onDidChange(() => this.updateTitle()));
        this.toDispose.push(this.model);
        this.updateTitle();
        void this.sessions.ready.then(() => this.model.refresh());
        this.update();
    }

    /** Looks again, as when it is opened a second time. */
    refresh(): void {
        void this.model.refresh();
    }

    protected override onActivateRequest(message: Message): void {
        super.onActivateRequest(message);
        const first = this.node.querySelector<HTMLElement>('.dispatch-review-name');
        (first ?? this.node).focus();
    }

    protected render(): React.ReactNode {
        return <ReviewView model={this.model} onOpenDiff={this.openDiff} />;
    }

    protected readonly openDiff = (change: FileChange): void => {
        const { sessionId } = this.options;
        const { path, fileId, beforeCheckpointId, afterCheckpointId, status, state } = change;
        const place = { sessionId: SessionId.parse(sessionId), fileId };
        const left = checkpointUri(path, { ...place, checkpointId: beforeCheckpointId });
        const isNow = status !== 'removed' && state === 'applied' && this.folder !== undefined;
        const right =
            isNow && this.folder
                ? this.folder.resolve(path)
                : checkpointUri(path, { ...place, checkpointId: afterCheckpointId });
        const label = `${path} (${CheckpointText.before} ↔ ${isNow ? CheckpointText.now : CheckpointText.after})`;
        void open(this.opener, DiffUris.encode(left, right, label), { mode: 'activate' });
    };

    protected get folder(): URI | undefined {
        const folder = this.sessions.find(SessionId.parse(this.options.sessionId))?.folder;
        return folder === undefined ? undefined : new URI().withScheme('file').withPath(folder);
    }

    protected updateTitle(): void {
        const title = this.sessions.find(SessionId.parse(this.options.sessionId))?.title ?? '';
        this.title.label = CheckpointText.reviewOf(title);
        this.title.caption = this.title.label;
    }
}
