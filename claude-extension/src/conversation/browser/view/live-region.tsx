import * as React from '@theia/core/shared/react';
import { announcementOf, Heard } from '../announcements';

/** Says politely, to those who hear the page, what has just happened. Nothing is said of what was there before. */
export function LiveRegion({ heard, ready }: { heard: Heard; ready: boolean }): React.ReactElement {
    const before = React.useRef<Heard>(undefined);
    const [said, setSaid] = React.useState('');
    React.useEffect(() => {
        if (!ready) {
            return;
        }
        const text = before.current && announcementOf(before.current, heard);
        before.current = heard;
        if (text) {
            setSaid(text);
        }
    }, [ready, heard]);
    return (
        <div className="dispatch-claude-heard" role="status" aria-live="polite">
            {said}
        </div>
    );
}
