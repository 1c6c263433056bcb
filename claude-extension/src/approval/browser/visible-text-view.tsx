import * as React from '@theia/core/shared/react';
import { ClaudeText } from '../../conversation/browser/claude-text';
import { visibleRuns } from '../domain/visible-text';

/** Text in which every character can be seen, and none changes how its neighbours are shown. */
export const VisibleText = React.memo(function VisibleText({ text }: { text: string }): React.ReactElement {
    const runs = React.useMemo(() => visibleRuns(text), [text]);
    return (
        <>
            {runs.map((run, i) =>
                run.codePoint ? (
                    <span key={i} className="dispatch-claude-unseen" title={ClaudeText.unseenCharacter(run.codePoint)}>
                        {run.text}
                    </span>
                ) : (
                    run.text
                )
            )}
        </>
    );
});
