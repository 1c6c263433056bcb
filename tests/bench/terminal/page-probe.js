// Runs in the page, the same for every product: measures from the moment of a key or click (as the browser stamps it,
// before a busy page gets to handle it) to the moment at which the text is drawn. Where xterm draws with the DOM, that is
// when the text is in the DOM. What is drawn with WebGL cannot be read; there it is when xterm has drawn a buffer that
// ends with the text, which is before the picture of it is there.
(() => {
    const lineText = row => row.textContent.replaceAll('\u00a0', ' ').trimEnd();

    /** The last line of a terminal in the DOM that is not empty. */
    function lastRow(rows) {
        for (let row = rows.lastElementChild; row; row = row.previousElementSibling) {
            const text = lineText(row);
            if (text) {
                return text;
            }
        }
        return '';
    }

    /** The last line on the screen of an xterm that is not empty. */
    function lastBufferLine({ buffer: { active }, rows }) {
        for (let row = active.baseY + rows - 1; row >= active.baseY; row--) {
            const text = active.getLine(row)?.translateToString(true).trimEnd();
            if (text) {
                return text;
            }
        }
        return '';
    }

    /** The xterm of an element, of Theia's own list of terminals. */
    function xtermOf(element) {
        const { container } = window.theia;
        const keys = [...container._bindingDictionary._map.keys()];
        const terminals = container.get(keys.find(key => String(key) === 'Symbol(TerminalService)'));
        return terminals.all.map(widget => widget.getTerminal?.()).find(xterm => xterm?.element === element);
    }

    /** What can be asked and watched of the terminal in this element. */
    function terminalIn(element) {
        const rows = element.querySelector('.xterm-rows');
        if (rows) {
            return {
                lastLine: () => lastRow(rows),
                onDrawn(action) {
                    const observer = new window.MutationObserver(action);
                    observer.observe(rows, { childList: true, subtree: true, characterData: true });
                    return () => observer.disconnect();
                }
            };
        }
        const xterm = xtermOf(element);
        return {
            lastLine: () => lastBufferLine(xterm),
            onDrawn(action) {
                const listener = xterm.onRender(action);
                return () => listener.dispose();
            }
        };
    }

    /** The terminal that has the focus. */
    function focused() {
        const element = document.activeElement?.closest('.xterm');
        return element ? terminalIn(element) : undefined;
    }

    function anyVisible(expected) {
        return [...document.querySelectorAll('.xterm-rows')].some(
            rows => rows.offsetParent !== null && lastRow(rows) === expected
        );
    }

    let measuring;

    /** Prepares a measurement from the next event `eventType` until `isShown()`, which is asked when `watch` says so. */
    function arm(eventType, isShown, watch) {
        let startedAt;
        window.addEventListener(eventType, event => (startedAt ??= event.timeStamp), { capture: true, once: true });
        measuring = new Promise(resolve => {
            const unwatch = watch(() => {
                if (startedAt !== undefined && isShown()) {
                    unwatch();
                    resolve(performance.now() - startedAt);
                }
            });
        });
    }

    function watchPage(action) {
        const observer = new window.MutationObserver(action);
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
        return () => observer.disconnect();
    }

    window.bench = {
        /** How the terminal that has the focus is drawn. */
        drawnBy: () => (document.activeElement?.closest('.xterm')?.querySelector('.xterm-rows') ? 'DOM' : 'WebGL'),
        /** From the next key down until the focused terminal ends with the line `expected`. */
        armKey(expected) {
            const terminal = focused();
            arm('keydown', () => terminal.lastLine() === expected, terminal.onDrawn);
        },
        /** From the next click until any visible terminal, drawn with the DOM, ends with the line `expected`. */
        armClick(expected) {
            arm('click', () => anyVisible(expected), watchPage);
        },
        /** The milliseconds of the armed measurement; undefined when it took longer than `limitMs` from now. */
        result(limitMs) {
            return Promise.race([measuring, new Promise(resolve => setTimeout(() => resolve(undefined), limitMs))]);
        },
        hasLastLine: expected => focused()?.lastLine() === expected
    };
})();
