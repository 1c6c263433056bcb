import * as React from '@theia/core/shared/react';
import { SessionDescription } from './session-view-contribution';

interface SessionFaceProps extends Pick<SessionDescription, 'waiting'> {
    iconClass: string;
    title: string;
    /** The line below the title. */
    about: string;
}

/** What a session looks like in every list: icon with a dot for its mood, title, a line about it, what waits for a person. */
export function SessionFace({ iconClass, title, about, waiting }: SessionFaceProps): React.ReactElement {
    return (
        <>
            <span className="dispatch-session-icon">
                <span className={iconClass} />
                <span className="dispatch-session-dot" />
            </span>
            <span className="dispatch-session-text">
                <span className="dispatch-session-title">{title}</span>
                <span className="dispatch-session-about">{about}</span>
            </span>
            {waiting ? <span className="dispatch-session-badge">{waiting}</span> : undefined}
        </>
    );
}
