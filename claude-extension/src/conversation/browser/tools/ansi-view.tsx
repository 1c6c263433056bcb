import * as React from '@theia/core/shared/react';
import { VisibleText } from '../../../approval/browser/visible-text-view';
import { ansiRuns, StyledRun } from '../../domain/ansi-text';

/** The output of a program in the colours that it chose; characters that are not seen are pointed out. */
export const AnsiView = React.memo(function AnsiView({ output }: { output: string }): React.ReactElement {
    const runs = React.useMemo(() => ansiRuns(output), [output]);
    return (
        <>
            {runs.map((run, i) => {
                const style = styleOf(run);
                return style ? (
                    <span key={i} style={style}>
                        <VisibleText text={run.text} />
                    </span>
                ) : (
                    <VisibleText key={i} text={run.text} />
                );
            })}
        </>
    );
});

function styleOf(run: StyledRun): React.CSSProperties | undefined {
    const { colour, background, bold, dim, italic, underline } = run;
    if (!colour && !background && !bold && !dim && !italic && !underline) {
        return undefined;
    }
    return {
        color: colour && colourValue(colour),
        backgroundColor: background && colourValue(background),
        fontWeight: bold && 600,
        opacity: dim && 0.6,
        fontStyle: italic && 'italic',
        textDecoration: underline && 'underline'
    };
}

/** The sixteen as the theme has them for terminals. */
function colourValue(colour: string): string {
    return colour.startsWith('#') ? colour : `var(--theia-terminal-ansi${colour[0].toUpperCase()}${colour.slice(1)})`;
}
