import type { TerminalWidgetOptions } from '@theia/terminal/lib/browser/base/terminal-widget';
import { TerminalAppearance, TerminalDetail } from '../../common/terminal-protocol';

/** The icon of a terminal that nobody chose one for. */
export const DEFAULT_ICON = 'terminal';

/** CSS classes of an icon in its colour. The colours themselves are in `style/tabs.css`. */
export function iconClassOf({ icon = DEFAULT_ICON, color }: TerminalAppearance): string {
    const colorClass = color && ` dispatch-terminal-${color.replace('.', '-')}`;
    return `codicon codicon-${icon}${colorClass ?? ''}`;
}

/** What the opener of a terminal wants: a codicon's classes or a theme icon, with or without a colour. */
export function appearanceOf({ iconClass }: TerminalWidgetOptions): TerminalAppearance {
    const [classes, color] =
        typeof iconClass === 'object' ? [iconClass.id, iconClass.color?.id] : [iconClass ?? '', undefined];
    const icon = /(?:^|\s)codicon-([a-z0-9-]+)/.exec(classes)?.[1];
    return {
        icon: TerminalAppearance.shape.icon.safeParse(icon).data,
        color: TerminalAppearance.shape.color.safeParse(color).data
    };
}

/** What is chosen for a session. */
export function chosenAppearance(detail: Record<string, unknown> | undefined): TerminalAppearance {
    const { icon, color } = TerminalDetail.safeParse(detail ?? {}).data ?? {};
    return { ...(icon && { icon }), ...(color && { color }) };
}
