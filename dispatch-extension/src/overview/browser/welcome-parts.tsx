import { nls } from '@theia/core/lib/common/nls';
import { codicon } from '@theia/core/lib/browser';
import * as React from '@theia/core/shared/react';
import { SessionFace } from '../../session/browser/session-face';
import { SessionDescription } from '../../session/browser/session-view-contribution';
import { ageInWords, baseName, moodOf } from '../../session/browser/session-list';
import { SessionInfo } from '../../session/common/session-protocol';
import { WorkspaceInfo } from '../../workspace/common/workspace-protocol';

/** The name and what it is for. */
export function Greeting(): React.ReactElement {
    return (
        <header className="dispatch-welcome-greeting">
            <h1>Dispatch</h1>
            <p>
                {nls.localize(
                    'dispatch/overview/claim',
                    'Your terminals and Claude sessions keep running, whatever happens to this page.'
                )}
            </p>
        </header>
    );
}

interface SessionTileProps {
    session: SessionInfo;
    iconClass: string;
    description: SessionDescription;
    open(): void;
}

/** A session that runs. */
export function SessionTile({ session, iconClass, description, open }: SessionTileProps): React.ReactElement {
    const about = [description.text, baseName(session.folder), ageInWords(session.createdAtMs, Date.now())];
    return (
        <button
            className={`dispatch-welcome-tile dispatch-mood-${moodOf(session)}`}
            title={session.folder}
            onClick={open}
        >
            <SessionFace
                iconClass={iconClass}
                title={session.title}
                about={about.filter(Boolean).join(' · ')}
                waiting={description.waiting}
            />
        </button>
    );
}

interface WorkspaceTileProps {
    workspace: WorkspaceInfo;
    open(): void;
    forget(): void;
}

/** A folder that was worked in. One that is gone can only be taken off the list. */
export function WorkspaceTile({ workspace, open, forget }: WorkspaceTileProps): React.ReactElement {
    const label = nls.localize('dispatch/overview/forget', 'Take Off the List');
    return (
        <div className="dispatch-welcome-workspace">
            <button
                className="dispatch-welcome-tile"
                disabled={!workspace.exists}
                title={workspace.folder}
                onClick={open}
            >
                <span className={`dispatch-session-icon ${codicon(workspace.exists ? 'folder' : 'warning')}`} />
                <span className="dispatch-session-text">
                    <span className="dispatch-session-title">{workspace.name}</span>
                    <span className="dispatch-session-about">
                        {workspace.exists
                            ? workspace.folder
                            : nls.localize('dispatch/overview/gone', 'This folder is not there any more')}
                    </span>
                </span>
            </button>
            <button
                className={`dispatch-row-action ${codicon('close')}`}
                title={label}
                aria-label={`${label}: ${workspace.name}`}
                onClick={forget}
            />
        </div>
    );
}
