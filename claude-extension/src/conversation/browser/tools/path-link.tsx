import * as React from '@theia/core/shared/react';
import { VisibleText } from '../../../approval/browser/visible-text-view';
import { ClaudeText } from '../claude-text';
import { useViewServices } from '../view/view-services';

/** A file that opens in an editor. */
export function PathLink({ path, line }: { path: string; line?: number }): React.ReactElement {
    const { openFile, shortPath } = useViewServices();
    return (
        <button
            type="button"
            className="dispatch-claude-path"
            title={ClaudeText.openFile(path)}
            onClick={() => openFile(path, line)}
        >
            <VisibleText text={shortPath(path)} />
            {line !== undefined && `:${line}`}
        </button>
    );
}
