import { Dialog } from '@theia/core/lib/browser/dialogs';
import { ReactDialog } from '@theia/core/lib/browser/dialogs/react-dialog';
import { Message } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { VisibleText } from '../../approval/browser/visible-text-view';
import type { BroughtCommand, FolderTrust } from '../common/trust-protocol';
import { TrustText } from './trust-text';

/** Shows all that a folder brings, in letters that hide nothing. Its value is the fingerprint of what was shown. */
export class TrustDialog extends ReactDialog<string> {
    constructor(private readonly shown: FolderTrust) {
        super({ title: TrustText.title });
        this.addClass('dispatch-trust-dialog');
        this.appendCloseButton(Dialog.CANCEL);
        if (shown.state === 'untrusted' || shown.state === 'changed') {
            this.appendAcceptButton(TrustText.trust);
        }
    }

    get value(): string {
        return this.shown.hash;
    }

    protected override onAfterAttach(message: Message): void {
        super.onAfterAttach(message);
        this.update();
    }

    /** Whoever only presses Enter has trusted nothing. */
    protected override onActivateRequest(message: Message): void {
        super.onActivateRequest(message);
        this.closeButton?.focus();
    }

    protected override handleEnter({ target }: KeyboardEvent): boolean | void {
        return target instanceof HTMLButtonElement ? false : this.close();
    }

    protected render(): React.ReactNode {
        const { brought, reason } = this.shown;
        return (
            <div className="dispatch-trust">
                {reason !== undefined && (
                    <p role="alert">
                        <VisibleText text={TrustText.refused(reason)} />
                    </p>
                )}
                <p>{TrustText.warning}</p>
                <Commands title={TrustText.hooks} commands={brought.hooks} />
                <Commands title={TrustText.servers} commands={brought.servers} />
                <Commands title={TrustText.helpers} commands={brought.helpers} />
                <Lines title={TrustText.permissions} lines={brought.permissions} />
                <Lines title={TrustText.variables} lines={brought.variables} />
                <Lines title={TrustText.files} lines={brought.files} />
            </div>
        );
    }
}

function Commands({ title, commands }: { title: string; commands: readonly BroughtCommand[] }): React.ReactElement {
    return <Lines title={title} lines={commands.map(({ when, command }) => `${when}: ${command}`)} />;
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }): React.ReactElement {
    if (lines.length === 0) {
        return <></>;
    }
    return (
        <section>
            <h3>{title}</h3>
            <ul>
                {lines.map((line, at) => (
                    <li key={at}>
                        <code>
                            <VisibleText text={line} />
                        </code>
                    </li>
                ))}
            </ul>
        </section>
    );
}
