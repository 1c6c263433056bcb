import { PreferenceProxy, createPreferenceProxy } from '@theia/core/lib/common/preferences/preference-proxy';
import { PreferenceContribution } from '@theia/core/lib/common/preferences';
import { PreferenceService } from '@theia/core/lib/common/preferences/preference-service';
import { interfaces } from '@theia/core/shared/inversify';
import { GpuAcceleration } from '../xterm/gpu-renderer';
import { TerminalSettingsSchema } from './terminal-settings-schema';

/** The values of {@link TerminalSettingsSchema}. */
export interface TerminalSettingsValues {
    'terminal.integrated.cursorStyleInactive': 'outline' | 'block' | 'line' | 'underline' | 'none';
    'terminal.integrated.mouseWheelScrollSensitivity': number;
    'terminal.integrated.smoothScrolling': boolean;
    'terminal.integrated.minimumContrastRatio': number;
    'terminal.integrated.tabStopWidth': number;
    'terminal.integrated.wordSeparators': string;
    'terminal.integrated.macOptionIsMeta': boolean;
    'terminal.integrated.macOptionClickForcesSelection': boolean;
    'terminal.integrated.altClickMovesCursor': boolean;
    'terminal.integrated.rightClickBehavior': 'default' | 'selectWord' | 'copyPaste' | 'paste' | 'nothing';
    'terminal.integrated.enableBell': boolean;
    'terminal.integrated.enableVisualBell': boolean;
    'terminal.integrated.bellDuration': number;
    'terminal.integrated.enableImages': boolean;
    'terminal.integrated.gpuAcceleration': GpuAcceleration;
    'terminal.integrated.customGlyphs': boolean;
    'terminal.integrated.fontLigatures.enabled': boolean;
    'terminal.integrated.fontLigatures.fallbackLigatures': string[];
    'terminal.integrated.fontLigatures.featureSettings': string;
    'terminal.integrated.screenReaderMode': 'auto' | 'on' | 'off';
    'terminal.integrated.cwd': string;
    'terminal.integrated.splitCwd': 'workspaceRoot' | 'initial' | 'inherited';
    'terminal.integrated.env.linux': Record<string, string | null>;
    'terminal.integrated.tabs.defaultIcon': string;
    'terminal.integrated.tabs.defaultColor': string | null;
}

/** The terminal's settings beyond those of Theia (`TerminalPreferences`). */
export type TerminalSettings = PreferenceProxy<TerminalSettingsValues>;
export const TerminalSettings = Symbol('TerminalSettings');

/** Binds them, once for a page. */
export function bindTerminalSettings(bind: interfaces.Bind): void {
    bind(TerminalSettings)
        .toDynamicValue(({ container }) =>
            createPreferenceProxy(container.get<PreferenceService>(PreferenceService), TerminalSettingsSchema)
        )
        .inSingletonScope();
    bind(PreferenceContribution).toConstantValue({ schema: TerminalSettingsSchema });
}
