/** What of a control sequence may stand in a view that is only scrolled: colours, and what stays within lines. */
const KEPT_FINALS = new Set([...'mABCDEFGKPX@J`a']);
const PIECES =
    // eslint-disable-next-line no-control-regex -- these are the controls that are looked for
    /\x1b\[([0-?]*)([ -/]*)([@-~])|\x1b\](\d*)[^\x07\x1b]*(?:\x07|\x1b\\|$)|\x1b[PX^_][^\x1b]*(?:\x1b\\|$)|\x1b\[[ -?]*$|\x1b[ -/]*[0-~]|\x1b|[\x00-\x07\x0e-\x1a\x1c-\x1f]/gs;

/**
 * Output as it is shown in a view of earlier output: text with its colours and links. What would switch the screen or a
 * mode, move freely over the screen, ask something or make a noise is left out.
 */
export function shownText(output: string): string {
    return output.replace(PIECES, (sequence, parameters?: string, between?: string, final?: string, osc?: string) => {
        if (final !== undefined) {
            return shownControl(sequence, parameters ?? '', between ?? '', final);
        }
        return osc === '8' ? sequence : '';
    });
}

function shownControl(sequence: string, parameters: string, between: string, final: string): string {
    if (final === 'H' || final === 'f') {
        return '\r\n';
    }
    const isPrivate = /^[<-?]/.test(parameters) || between !== '';
    // A cleared screen: what was on it is what one looks for here.
    const clears = final === 'J' && parameters !== '' && parameters !== '0';
    return KEPT_FINALS.has(final) && !isPrivate && !clears ? sequence : '';
}
