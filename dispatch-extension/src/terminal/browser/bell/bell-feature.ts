import { inject, injectable } from '@theia/core/shared/inversify';
import { markTab } from '../appearance/tab-marks';
import type { DispatchTerminalWidget } from '../dispatch-terminal-widget';
import { TerminalSettings } from '../settings/terminal-settings';
import { TerminalFeature } from '../terminal-feature';
import { ring } from './bell-sound';

/** A program that rings the bell is seen on its tab, until it was looked at, and heard where the person wants that. */
@injectable()
export class BellFeature implements TerminalFeature {
    @inject(TerminalSettings)
    protected readonly settings!: TerminalSettings;

    enable(terminal: DispatchTerminalWidget): void {
        let timer: number | undefined;
        const quiet = (): void => markTab(terminal.title, 'bell', false);
        const quietSoon = (): void => {
            window.clearTimeout(timer);
            timer = window.setTimeout(quiet, this.settings['terminal.integrated.bellDuration']);
        };
        terminal.toDisposeWith.pushAll([
            terminal.terminal.onBell(() => {
                if (this.settings['terminal.integrated.enableVisualBell']) {
                    markTab(terminal.title, 'bell', true);
                    if (terminal.isVisible) {
                        quietSoon();
                    }
                }
                if (this.settings['terminal.integrated.enableBell']) {
                    ring();
                }
            }),
            terminal.onDidChangeVisibility(visible => visible && quietSoon()),
            { dispose: () => window.clearTimeout(timer) }
        ]);
    }
}
