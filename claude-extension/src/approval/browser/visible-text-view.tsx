import * as React from '@theia/core/shared/react';
import { ClaudeText } from '../../conversation/browser/claude-text';
import { VisibleRun, visibleRuns } from '../domain/visible-text';

/** Text in which every character can be seen, and none changes how its neighbours are shown. */
export const VisibleText = React.memo(function VisibleText({ text }: { text: string }): React.ReactElement {
    const runs = React.useMemo(() => visibleRuns(text), [text]);
    return <>{runs.map((run, i) => (run.codePoint ? <Marked key={i} run={run} /> : run.text))}</>;
});

/** A character that misleads: its number in place of one that is not seen, or beside one that looks like another. */
function Marked({ run: { text, codePoint = '', alike, count } }: { run: VisibleRun }): React.ReactElement {
    if (alike !== undefined) {
        return (
            <span className="dispatch-claude-alike" title={ClaudeText.alikeCharacter(codePoint, alike)}>
                {text}
                <sup>{codePoint}</sup>
            </span>
        );
    }
    return (
        <span className="dispatch-claude-unseen" title={ClaudeText.unseenCharacter(codePoint)}>
            {count ? `${text} ×${count}` : text}
        </span>
    );
}
