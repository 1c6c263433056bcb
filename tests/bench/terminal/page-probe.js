// Runs in the page, the same for every product: measures from the moment of a key or click (as the browser stamps it,
// before a busy page gets to handle it) to the moment at which the text is in the DOM, where xterm's DOM renderer puts it.
(() => {
    const lineText = row => row.textContent.replaceAll('\u00a0', ' ').trimEnd();

    /** The last line of a terminal that is not empty. */
    function lastLine(rows) {
        for (let row = rows?.lastElementChild; row; row = row.previousElementSibling) {
            const text = lineText(row);
            if (text) {
                return text;
            }
        }
        return '';
    }

    /** The rows of the terminal that has the focus. */
    const focusedRows = () => document.activeElement?.closest('.xterm')?.querySelector('.xterm-rows') ?? undefined;

    function anyVisible(expected) {
        return [...document.querySelectorAll('.xterm-rows')].some(
            rows => rows.offsetParent !== null && lastLine(rows) === expected
        );
    }

    let measuring;

    /** Prepares a measurement from the next event `eventType` until `isShown()`. */
    function arm(eventType, isShown, watched) {
        let startedAt;
        window.addEventListener(eventType, event => (startedAt ??= event.timeStamp), { capture: true, once: true });
        measuring = new Promise(resolve => {
            const observer = new window.MutationObserver(() => {
                if (startedAt !== undefined && isShown()) {
                    observer.disconnect();
                    resolve(performance.now() - startedAt);
                }
            });
            observer.observe(watched, { childList: true, subtree: true, characterData: true });
        });
    }

    window.bench = {
        focusedLastLine: () => lastLine(focusedRows()),
        /** From the next key down until the focused terminal ends with the line `expected`. */
        armKey(expected) {
            const rows = focusedRows();
            arm('keydown', () => lastLine(rows) === expected, rows);
        },
        /** From the next click until any visible terminal ends with the line `expected`. */
        armClick(expected) {
            arm('click', () => anyVisible(expected), document.body);
        },
        /** The milliseconds of the armed measurement; undefined when it took longer than `limitMs` from now. */
        result(limitMs) {
            return Promise.race([measuring, new Promise(resolve => setTimeout(() => resolve(undefined), limitMs))]);
        },
        hasLastLine: expected => lastLine(focusedRows()) === expected
    };
})();
