import { nls } from '@theia/core/lib/common/nls';
import { codicon } from '@theia/core/lib/browser';
import * as React from '@theia/core/shared/react';
import { SessionInfo } from '../common/session-protocol';
import { SessionActions } from './session-actions';
import { SessionFace } from './session-face';
import { ageInWords, isOver, moodOf } from './session-list';
import { SessionDescription } from './session-view-contribution';

export interface SessionRowProps {
    session: SessionInfo;
    /** The folder that the heading above already says. */
    groupFolder: string;
    iconClass: string;
    kindLabel: string;
    description: SessionDescription;
    inTabOrder: boolean;
    actions: SessionActions;
}

/** One session in the Sessions view: icon with a dot for its state, title, a line about it, and what can be done. */
export function SessionRow(props: SessionRowProps): React.ReactElement {
    const { session, description, actions } = props;
    const mood = moodOf(session);
    const about = aboutSession(props);
    // One that could not be started has none.
    const title = session.title || props.kindLabel;
    return (
        <div
            role="treeitem"
            aria-label={`${title}, ${props.kindLabel}, ${about}`}
            tabIndex={props.inTabOrder ? 0 : -1}
            className={`dispatch-session-row dispatch-mood-${mood}`}
            title={tooltip(props, about)}
            data-session-id={session.id}
            onClick={() => actions.open(session)}
            onKeyDown={event => handleKey(event, session, actions)}
        >
            <SessionFace iconClass={props.iconClass} title={title} about={about} waiting={description.waiting} />
            <span className="dispatch-session-actions">
                <RowAction
                    icon="edit"
                    label={nls.localize('dispatch/session/rename', 'Rename (F2)')}
                    run={() => actions.rename(session)}
                />
                {actions.canStartAgain(session) ? (
                    <RowAction
                        icon="debug-restart"
                        label={nls.localize('dispatch/session/startAgain', 'Start Again')}
                        run={() => actions.startAgain(session)}
                    />
                ) : undefined}
                {isOver(session) ? (
                    <RowAction
                        icon="close"
                        label={nls.localize('dispatch/session/removeAction', 'Remove for Good (Delete)')}
                        run={() => actions.remove(session)}
                    />
                ) : (
                    <RowAction
                        icon="debug-stop"
                        label={nls.localize('dispatch/session/endAction', 'End (Delete)')}
                        run={() => actions.end(session)}
                    />
                )}
            </span>
        </div>
    );
}

function RowAction({ icon, label, run }: { icon: string; label: string; run: () => void }): React.ReactElement {
    const act = (event: React.MouseEvent): void => {
        event.stopPropagation();
        run();
    };
    return (
        <button
            className={`dispatch-row-action ${codicon(icon)}`}
            title={label}
            aria-label={label}
            tabIndex={-1}
            onClick={act}
        />
    );
}

function handleKey(event: React.KeyboardEvent, session: SessionInfo, actions: SessionActions): void {
    const acts: Record<string, () => void> = {
        Enter: () => void actions.open(session),
        ' ': () => void actions.open(session),
        F2: () => void actions.rename(session),
        Delete: () => void (isOver(session) ? actions.remove(session) : actions.end(session))
    };
    const act = event.target === event.currentTarget ? acts[event.key] : undefined;
    if (act) {
        event.preventDefault();
        event.stopPropagation();
        act();
    }
}

function aboutSession({ session, groupFolder, description }: SessionRowProps): string {
    const parts = [description.text ?? stateInWords(session), ageInWords(session.changedAtMs, Date.now())];
    if (session.viewers > 1) {
        parts.push(nls.localize('dispatch/session/viewers', '{0} pages', session.viewers));
    }
    if (session.folder !== groupFolder) {
        parts.push(
            session.folder.startsWith(`${groupFolder}/`) ? session.folder.slice(groupFolder.length + 1) : session.folder
        );
    }
    return parts.join(' · ');
}

function stateInWords(session: SessionInfo): string {
    switch (session.state) {
        case 'creating':
            return nls.localize('dispatch/session/creating', 'starting');
        case 'active':
        case 'suspended':
            return nls.localize('dispatch/session/stateRunning', 'running');
        case 'terminating':
            return nls.localize('dispatch/session/terminating', 'ending');
        case 'ended':
            return session.reason ?? nls.localize('dispatch/session/ended', 'ended');
        case 'failed':
            return session.reason ?? nls.localize('dispatch/session/failed', 'failed');
    }
}

function tooltip({ session, kindLabel }: SessionRowProps, about: string): string {
    return [session.title, `${kindLabel}: ${about}`, session.folder].join('\n');
}
