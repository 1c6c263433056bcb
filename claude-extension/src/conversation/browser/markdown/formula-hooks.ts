import * as React from '@theia/core/shared/react';
import { useViewServices } from '../view/view-services';
import { markdownToHtml, waitsForFormula } from './markdown-html';

/** HTML of Markdown. Formulas in it are drawn as soon as what draws them is there; it is loaded for the first one. */
export function useMarkdownHtml(source: string): string {
    const { formulas } = useViewServices();
    const { current } = formulas;
    const [, drawAgain] = React.useReducer((count: number) => count + 1, 0);
    const html = React.useMemo(() => markdownToHtml(source, current), [source, current]);
    const waits = waitsForFormula(html);
    React.useEffect(() => {
        if (!waits) {
            return undefined;
        }
        let shown = true;
        formulas.load().then(() => shown && drawAgain(), reportError);
        return () => {
            shown = false;
        };
    }, [waits, formulas]);
    return html;
}
