import * as React from '@theia/core/shared/react';
import { VisibleText } from '../../../approval/browser/visible-text-view';
import { ClaudeText } from '../claude-text';
import { useViewServices } from '../view/view-services';

interface PathLinkProps {
    readonly path: string;
    /** The line to open it at, from 1. */
    readonly line?: number;
    readonly endLine?: number;
}

/** A file that opens in an editor. */
export function PathLink({ path, line, endLine }: PathLinkProps): React.ReactElement {
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
            {line !== undefined && endLine !== undefined && endLine > line && `–${endLine}`}
        </button>
    );
}
