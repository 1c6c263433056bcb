import { ApplicationShell } from '@theia/core/lib/browser/shell/application-shell';
import { FrontendApplicationContribution } from '@theia/core/lib/browser/frontend-application-contribution';
import { StatusBar, StatusBarAlignment } from '@theia/core/lib/browser/status-bar/status-bar-types';
import { WidgetManager } from '@theia/core/lib/browser/widget-manager';
import { Command, CommandContribution, CommandRegistry } from '@theia/core/lib/common/command';
import { CommonMenus } from '@theia/core/lib/browser/common-menus';
import { MenuContribution, MenuModelRegistry } from '@theia/core/lib/common/menu';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import type { LimitsAnswer } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { BudgetState, budgetStates } from '../domain/budget-state';
import { formatAmount } from './limit-format';
import { formatUsd } from './money';
import { formatTokens } from './token-count';
import { UsageText } from './usage-text';
import { UsageWatch } from './usage-watch';
import { UsageWidget } from './usage-widget';

export const SHOW_USAGE: Command = { id: 'dispatch.usage.show', label: UsageText.show, category: 'Claude' };

const STATUS_ITEM = 'dispatch-usage';

/** How long a warning is shown, in ms. */
const WARNING_MS = 15_000;

/** Opens the usage page, shows the cost of the month in the status bar, and warns once when a budget runs out. */
@injectable()
export class UsageContribution implements FrontendApplicationContribution, CommandContribution, MenuContribution {
    /** What was said of a budget last. */
    private readonly told = new Map<string, BudgetState['level']>();

    constructor(
        @inject(UsageWatch) private readonly watch: UsageWatch,
        @inject(StatusBar) private readonly statusBar: StatusBar,
        @inject(WidgetManager) private readonly widgets: WidgetManager,
        @inject(ApplicationShell) private readonly shell: ApplicationShell,
        @inject(MessageService) private readonly messages: MessageService
    ) {}

    onStart(): void {
        this.watch.onDidChange(answer => {
            this.showStatus(answer);
            budgetStates(answer).forEach(state => this.warn(state));
        });
        this.watch.start();
    }

    registerCommands(commands: CommandRegistry): void {
        commands.registerCommand(SHOW_USAGE, { execute: () => this.open() });
    }

    registerMenus(menus: MenuModelRegistry): void {
        menus.registerMenuAction(CommonMenus.VIEW_VIEWS, { commandId: SHOW_USAGE.id, label: UsageText.title });
    }

    async open(): Promise<void> {
        const widget = await this.widgets.getOrCreateWidget<UsageWidget>(UsageWidget.FACTORY_ID);
        if (!widget.isAttached) {
            await this.shell.addWidget(widget, { area: 'main' });
        }
        await this.shell.activateWidget(widget.id);
    }

    private showStatus(answer: LimitsAnswer): void {
        const { person, hasKey } = answer;
        if (!hasKey && person.usdThisMonth === 0 && person.tokensToday === 0) {
            void this.statusBar.removeElement(STATUS_ITEM);
            return;
        }
        const levels = budgetStates(answer).map(({ level }) => level);
        const level = levels.includes('used-up') ? 'used-up' : levels.includes('warning') ? 'warning' : 'fine';
        const cost = formatUsd(person.usdThisMonth);
        void this.statusBar.setElement(STATUS_ITEM, {
            text: `$(graph) ${cost}`,
            tooltip: UsageText.statusTitle(cost, formatTokens(person.tokensToday)),
            className: `dispatch-usage-status-${level}`,
            alignment: StatusBarAlignment.RIGHT,
            priority: 200,
            command: SHOW_USAGE.id
        });
    }

    private warn({ name, level, used, limit, session }: BudgetState): void {
        const key = `${name}:${session?.sessionId ?? ''}:${limit}`;
        if (limit === undefined || level === 'fine' || level === 'free' || this.told.get(key) === level) {
            return;
        }
        this.told.set(key, level);
        const budget = session ? `${UsageText.limits[name]} – ${session.title}` : UsageText.limits[name];
        const text =
            level === 'used-up'
                ? UsageText.usedUp(budget, formatAmount(name, limit))
                : UsageText.warning(budget, formatAmount(name, used), formatAmount(name, limit));
        // it goes by itself: it lies over the composer, and session and status bar go on saying it
        void this.messages
            .warn(text, { timeout: WARNING_MS }, UsageText.title)
            .then(chosen => chosen && void this.open());
    }
}
