import { nls } from '@theia/core/lib/common/nls';
import { PreferenceService } from '@theia/core/lib/common/preferences';
import { inject, injectable } from '@theia/core/shared/inversify';
import { markTab } from '../appearance/tab-marks';
import type { DispatchTerminalWidget } from '../dispatch-terminal-widget';
import { TerminalSettings } from '../settings/terminal-settings';
import { TerminalFeature } from '../terminal-feature';

const EDITOR_SETTING = 'editor.accessibilitySupport';

/** What a screen reader finds: each terminal is a region with its title; in its mode, lines and what is new. */
@injectable()
export class AccessibilityFeature implements TerminalFeature {
    @inject(TerminalSettings)
    protected readonly settings!: TerminalSettings;
    @inject(PreferenceService)
    protected readonly preferences!: PreferenceService;

    /** Whether terminals can be read by a screen reader. */
    get isOn(): boolean {
        const setting = this.settings['terminal.integrated.screenReaderMode'];
        return setting === 'on' || (setting === 'auto' && this.preferences.get(EDITOR_SETTING) === 'on');
    }

    enable(terminal: DispatchTerminalWidget): void {
        const { title, guard, toDisposeWith } = terminal;
        // Not the widget's own node: a dock panel makes that a `tabpanel`, which cannot say that it is read-only.
        const node = terminal.region;
        const label = (): void => {
            const readOnly = guard.isReadOnly ? `, ${nls.localize('dispatch/terminal/readOnly', 'Read-only')}` : '';
            node.setAttribute('aria-label', `${nls.localizeByDefault('Terminal')}: ${title.label}${readOnly}`);
        };
        node.setAttribute('role', 'region');
        title.changed.connect(label);
        label();
        const apply = (): void => this.apply(terminal);
        toDisposeWith.pushAll([
            guard.onDidChange(readOnly => {
                markTab(title, 'read-only', readOnly);
                label();
            }),
            this.settings.onPreferenceChanged(apply),
            this.preferences.onPreferenceChanged(({ preferenceName }) => preferenceName === EDITOR_SETTING && apply()),
            terminal.onDidChangeVisibility(apply)
        ]);
        apply();
    }

    private apply({ terminal }: DispatchTerminalWidget): void {
        if (terminal.options.screenReaderMode !== this.isOn) {
            terminal.options.screenReaderMode = this.isOn;
        }
        // xterm interrupts what is being read for each new line; it can wait for its turn
        terminal.element?.querySelector('.live-region')?.setAttribute('aria-live', 'polite');
    }
}
