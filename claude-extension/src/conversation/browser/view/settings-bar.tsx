import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { ClaudeSettings } from '../../common/claude-events';
import type { Transcript } from '../../domain/transcript';
import type { ClaudeSessionModel } from '../claude-session-model';
import { ClaudeText } from '../claude-text';
import type { SettingsChange } from '../session-steering';
import { MenuButton, MenuItem } from './menu-button';

/** What a person chose for the session, as far as its runtime offers a choice: model, mode, effort, thinking. */
export function SettingsBar({ model }: { model: ClaudeSessionModel }): React.ReactElement {
    const { transcript, ended } = model;
    const pickers = [
        modelPicker(transcript, model),
        modePicker(transcript, model),
        effortPicker(transcript, model),
        thinkingPicker(transcript, model)
    ];
    return (
        <>
            {pickers.map(
                picker =>
                    picker && (
                        <MenuButton
                            key={picker.id}
                            label={picker.label}
                            className={`dispatch-claude-picker dispatch-claude-picker-${picker.id}`}
                            items={() => (ended ? [] : picker.items)}
                            onChoose={item => void model.attempt(() => item.run())}
                        >
                            {picker.icon && <span className={codicon(picker.icon)} aria-hidden />}
                            <span>{picker.value}</span>
                        </MenuButton>
                    )
            )}
        </>
    );
}

interface Picker {
    readonly id: string;
    readonly label: string;
    readonly value: string;
    readonly icon?: string;
    readonly items: readonly MenuItem[];
}

function modelPicker({ settings, capabilities, model: used }: Transcript, session: ClaudeSessionModel): Picker {
    const models = capabilities?.models ?? [];
    const chosen = models.find(({ id }) => id === settings.model);
    // the runtime's own entry for its default says which model that is
    const own = models.find(({ id }) => id === 'default');
    const items = models
        .filter(each => each !== own)
        .map(({ id, label, description }) =>
            item(session, { id, label, detail: description, checked: id === settings.model }, { model: id })
        );
    return {
        id: 'model',
        label: ClaudeText.settings.model,
        value: chosen?.label ?? settings.model ?? used ?? ClaudeText.settings.model,
        items: [
            byDefault(
                session,
                settings.model === undefined || settings.model === own?.id,
                { model: null },
                own?.description
            ),
            ...items
        ]
    };
}

function modePicker({ settings, capabilities }: Transcript, session: ClaudeSessionModel): Picker {
    const modes = capabilities?.permissionModes ?? ['default', 'acceptEdits', 'plan'];
    const current = settings.permissionMode ?? 'default';
    return {
        id: 'mode',
        label: ClaudeText.settings.mode,
        value: ClaudeText.modes[current].label,
        icon: MODE_ICONS[current],
        items: modes.map(mode =>
            item(session, { id: mode, checked: mode === current, ...ClaudeText.modes[mode] }, { permissionMode: mode })
        )
    };
}

const MODE_ICONS: Record<NonNullable<ClaudeSettings['permissionMode']>, string> = {
    default: 'shield',
    acceptEdits: 'edit',
    plan: 'list-ordered',
    auto: 'zap',
    bypassPermissions: 'warning'
};

/** Only where the model has levels. */
function effortPicker({ settings, capabilities, model }: Transcript, session: ClaudeSessionModel): Picker | undefined {
    const current = capabilities?.models.find(({ id }) => id === (settings.model ?? model)) ?? capabilities?.models[0];
    if (!current || current.efforts.length === 0) {
        return undefined;
    }
    const items = current.efforts.map(effort =>
        item(session, { id: effort, label: effort, checked: effort === settings.effort }, { effort })
    );
    return {
        id: 'effort',
        label: ClaudeText.settings.effort,
        value: settings.effort ?? ClaudeText.settings.effort,
        icon: 'dashboard',
        items: [byDefault(session, settings.effort === undefined, { effort: null }), ...items]
    };
}

function thinkingPicker({ settings, capabilities }: Transcript, session: ClaudeSessionModel): Picker | undefined {
    if (!capabilities) {
        return undefined;
    }
    const { thinking } = settings;
    const { thinkingOn, thinkingOff } = ClaudeText.settings;
    return {
        id: 'thinking',
        label: ClaudeText.settings.thinking,
        value: thinking === false ? '–' : '',
        icon: 'lightbulb',
        items: [
            byDefault(session, thinking === undefined, { thinking: null }),
            item(session, { id: 'on', label: thinkingOn, checked: thinking === true }, { thinking: true }),
            item(session, { id: 'off', label: thinkingOff, checked: thinking === false }, { thinking: false })
        ]
    };
}

function byDefault(session: ClaudeSessionModel, checked: boolean, change: SettingsChange, detail?: string): MenuItem {
    return item(session, { id: 'by-default', label: ClaudeText.settings.byDefault, detail, checked }, change);
}

function item(session: ClaudeSessionModel, shown: Omit<MenuItem, 'run'>, change: SettingsChange): MenuItem {
    return { ...shown, run: () => session.steering.changeSettings(change) };
}
