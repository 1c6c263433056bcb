import { inject, injectable } from '@theia/core/shared/inversify';
import { SessionsClient } from '../../../session/browser/sessions-client';
import { TerminalSettings } from '../settings/terminal-settings';
import type { DispatchTerminalWidget } from '../dispatch-terminal-widget';
import { TerminalFeature } from '../terminal-feature';
import { appearanceOf, chosenAppearance, iconClassOf } from './terminal-appearance';

/** Shows the icon and the colour that were chosen for a terminal on its tab, here and on every other page. */
@injectable()
export class AppearanceFeature implements TerminalFeature {
    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;
    @inject(TerminalSettings)
    protected readonly settings!: TerminalSettings;

    enable(terminal: DispatchTerminalWidget): void {
        const update = (): void => this.update(terminal);
        terminal.toDisposeWith.push(this.sessions.onDidChange(update));
        terminal.toDisposeWith.push(this.settings.onPreferenceChanged(update));
        terminal.toDisposeWith.push(terminal.onDidOpen(update));
        update();
    }

    private update(terminal: DispatchTerminalWidget): void {
        const { iconClass } = terminal.options;
        const wanted = appearanceOf(terminal.options);
        const chosen = chosenAppearance(terminal.sessionInfo?.detail);
        if (typeof iconClass === 'string' && !wanted.icon && !chosen.icon && !chosen.color) {
            // a plugin's own picture
            terminal.title.iconClass = iconClass;
            return;
        }
        terminal.title.iconClass = iconClassOf({
            icon: chosen.icon ?? wanted.icon ?? this.settings['terminal.integrated.tabs.defaultIcon'],
            color: chosen.color ?? wanted.color ?? this.settings['terminal.integrated.tabs.defaultColor'] ?? undefined
        });
    }
}
