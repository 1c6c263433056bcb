import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { QuickInputService } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { CautiousDialog } from '../../kernel/browser/cautious-dialog';
import { asDispatchError } from '../../kernel/common/errors';
import { SessionInfo } from '../common/session-protocol';
import { SessionErrors } from '../common/session-errors';
import { confirmEnd } from './ending/end-dialog';
import { isOver } from './session-list';
import { SessionViews } from './session-views';
import { SessionsClient } from './sessions-client';

/** What a person can do to a session, whatever its kind. Failures are shown, not thrown. */
@injectable()
export class SessionActions {
    @inject(SessionsClient)
    protected readonly client!: SessionsClient;

    @inject(SessionViews)
    protected readonly views!: SessionViews;

    @inject(MessageService)
    protected readonly messages!: MessageService;

    @inject(QuickInputService)
    protected readonly quickInput!: QuickInputService;

    async open(session: SessionInfo): Promise<void> {
        await this.attempt(() => this.views.open(session));
    }

    async createNew(kind: string): Promise<void> {
        await this.attempt(() => this.views.createNew(kind));
    }

    /** Ends it, after a question where that would stop work. True when it has ended. */
    async end(session: SessionInfo): Promise<boolean> {
        let ended = false;
        await this.attempt(async () => {
            if (!isOver(session) && (await this.mayEnd(session))) {
                await this.client.end(session.id);
                ended = true;
            }
        });
        return ended;
    }

    /** Whether {@link startAgain} is to be offered. */
    canStartAgain(session: SessionInfo): boolean {
        return isOver(session) && (this.views.find(session.kind)?.canStartAgain?.(session) ?? false);
    }

    /** Starts ended sessions again, one after the other. The only one is shown. */
    async startAgain(...sessions: SessionInfo[]): Promise<void> {
        await this.attempt(async () => {
            const shown = sessions.length === 1;
            for (const session of sessions.filter(each => this.canStartAgain(each))) {
                await this.restart(session, shown);
            }
            if (shown) {
                await this.views.open(sessions[0]);
            }
        });
    }

    /** Takes an ended session off the list for good, with what it recorded, after a question. */
    async remove(session: SessionInfo): Promise<void> {
        await this.attempt(async () => {
            if (await this.confirmRemove(session)) {
                await this.client.forget(session.id);
            }
        });
    }

    async rename(session: SessionInfo): Promise<void> {
        const title = await this.quickInput.input({
            title: nls.localize('dispatch/session/renameTitle', 'Rename Session'),
            value: session.title,
            validateInput: async value =>
                isTitle(value) ? undefined : nls.localize('dispatch/session/titleRange', '1 to 200 characters')
        });
        const trimmed = title?.trim();
        if (trimmed && trimmed !== session.title) {
            await this.attempt(() => this.client.rename(session.id, trimmed));
        }
    }

    /** Removes every ended session of the list, after one question. */
    async removeAllEnded(): Promise<void> {
        const ended = this.client.sessions.filter(isOver);
        if (ended.length === 0) {
            return;
        }
        const confirmed = await new CautiousDialog({
            title: nls.localize('dispatch/session/removeEnded', 'Remove Ended Sessions'),
            msg: nls.localize(
                'dispatch/session/removeEndedText',
                '{0} ended session(s) and what they recorded will be removed for good.',
                ended.length
            ),
            ok: nls.localize('dispatch/session/remove', 'Remove')
        }).open();
        if (confirmed) {
            await this.attempt(async () => {
                for (const session of ended) {
                    await this.client.forget(session.id);
                }
            });
        }
    }

    /** Asks where ending it stops work, and says which. */
    private async mayEnd(session: SessionInfo): Promise<boolean> {
        const view = this.views.find(session.kind);
        const work = await view?.listWork?.(session);
        const needless = work ? work.length === 0 : view?.hasWork && !(await view.hasWork(session));
        return (
            needless ||
            confirmEnd(view?.label ?? nls.localize('dispatch/session/session', 'Session'), session.title, work)
        );
    }

    /** Waits where only so many may be started in a while. */
    private async restart(session: SessionInfo, shown: boolean): Promise<void> {
        try {
            await this.client.restart(session.id, { shown });
        } catch (thrown) {
            const { code, retryAfterMs } = asDispatchError(thrown);
            if (code !== SessionErrors.tooFast().code) {
                throw thrown;
            }
            await new Promise(resolve => window.setTimeout(resolve, retryAfterMs));
            await this.client.restart(session.id, { shown });
        }
    }

    private async confirmRemove(session: SessionInfo): Promise<boolean> {
        const confirmed = await new CautiousDialog({
            title: nls.localize('dispatch/session/removeOne', 'Remove Session'),
            msg: nls.localize(
                'dispatch/session/removeOneText',
                'Remove “{0}”? Its scrollback or conversation is removed for good and cannot be brought back.',
                // One that could not be started has no title.
                session.title || this.views.find(session.kind)?.label || session.kind
            ),
            ok: nls.localize('dispatch/session/remove', 'Remove')
        }).open();
        return confirmed === true;
    }

    private async attempt(action: () => Promise<unknown>): Promise<void> {
        try {
            await action();
        } catch (thrown) {
            void this.messages.error(asDispatchError(thrown).message);
        }
    }
}

function isTitle(value: string): boolean {
    const { length } = value.trim();
    return length >= 1 && length <= 200;
}
