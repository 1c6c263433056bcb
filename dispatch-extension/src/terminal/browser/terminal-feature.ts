import type { DispatchTerminalWidget } from './dispatch-terminal-widget';

/** Symbol of the contributions of {@link TerminalFeature}. */
export const TerminalFeature = Symbol('TerminalFeature');

/**
 * What a feature adds to every terminal on a page. Contributed by the feature's frontend module.
 *
 * `enable` is called once for each terminal widget, when its xterm is made and before it is shown or attached. What it
 * adds belongs to `terminal.toDisposeWith`, and ends with the widget.
 */
export interface TerminalFeature {
    enable(terminal: DispatchTerminalWidget): void;
}
