import { AboutDialog } from '@theia/core/lib/browser/about-dialog';
import { DEFAULT_SUPPORTED_API_VERSION } from '@theia/application-package/lib/api';
import { injectable } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';

/** Says what Dispatch is, which version runs, and what it stands on. */
@injectable()
export class DispatchAboutDialog extends AboutDialog {
    protected override render(): React.ReactNode {
        const theia = this.extensionsInfos.find(extension => extension.name === '@theia/core');
        return (
            <div className="dispatch-about">
                <svg viewBox="0 0 48 48" className="dispatch-about-mark" aria-hidden="true">
                    <path d="M10 13l11 11-11 11" />
                    <path d="M25 35h13" />
                </svg>
                <p className="dispatch-about-line">
                    A full IDE in the browser whose terminals and Claude sessions keep running and keep every byte.
                </p>
                <dl>
                    <dt>Version</dt>
                    <dd>{this.applicationInfo?.version ?? '…'}</dd>
                    <dt>Eclipse Theia</dt>
                    <dd>{theia?.version ?? '…'}</dd>
                    <dt>VS Code API</dt>
                    <dd>{DEFAULT_SUPPORTED_API_VERSION}</dd>
                </dl>
                <p className="dispatch-about-licence">
                    Dispatch is under the MIT licence. Eclipse Theia is under EPL-2.0; the file NOTICE names all parts.
                </p>
            </div>
        );
    }
}
