import '../../../src/conversation/browser/style/index.css';
import { KeybindingContribution } from '@theia/core/lib/browser/keybinding';
import { WidgetFactory } from '@theia/core/lib/browser/widget-manager';
import { CommandContribution } from '@theia/core/lib/common/command';
import { MenuContribution } from '@theia/core/lib/common/menu';
import { ResourceResolver } from '@theia/core/lib/common/resource';
import { ContainerModule } from '@theia/core/shared/inversify';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { SessionViewContribution } from 'dispatch-extension/lib/session/browser/session-view-contribution';
import { ClaudeContribution } from './claude-contribution';
import { bindClaudePreferences } from './claude-preferences';
import { ClaudeRuntimes } from './claude-runtimes';
import { ClaudeSessionModel, ViewedSessionId } from './claude-session-model';
import { ClaudeSessionViewContribution } from './claude-session-view-contribution';
import { ClaudeSessionWidget } from './claude-session-widget';
import { ClaudeSetupWidget } from './claude-setup-widget';
import { ContextSources } from './composer/context-sources';
import { Mentions } from './composer/mentions';
import { MessageEditors } from './composer/message-editors';
import { MessageMenuContribution } from './composer/message-menu-contribution';
import { HeaderContribution, MessageActionContribution } from './contributions/view-contributions';
import { bindViewAdditions } from './contributions/view-additions';
import { BranchReader } from './editors/branch-reader';
import { CodeApplier } from './editors/code-applier';
import { EditorDesk } from './editors/editor-desk';
import { EditorSelection } from './editors/editor-selection';
import { ProposalResources } from './editors/proposal-resource';
import { Diagrams } from './markdown/diagrams';
import { Formulas } from './markdown/formulas';
import { Highlighter } from './markdown/highlighter';
import { SessionFolders } from './offers/session-folders';
import { OwnViewContribution } from './own-view-contribution';
import { ClaudeSignIn } from './sign-in/claude-sign-in';
import { SessionProcesses } from './session-processes';
import { CommandTerminals } from './tools/command-terminals';

export default new ContainerModule(bind => {
    // one per page
    bindClaudePreferences(bind);
    bindViewAdditions(bind);
    bind(ClaudeRuntimes).toSelf().inSingletonScope();
    bind(ClaudeSignIn).toSelf().inSingletonScope();
    bind(SessionProcesses).toSelf().inSingletonScope();
    bind(SessionFolders).toSelf().inSingletonScope();
    bind(CommandTerminals).toSelf().inSingletonScope();
    bind(OwnViewContribution).toSelf().inSingletonScope();
    bind(HeaderContribution).toService(OwnViewContribution);
    bind(MessageActionContribution).toService(OwnViewContribution);
    bind(BranchReader).toSelf().inSingletonScope();
    bind(ContextSources).toSelf().inSingletonScope();
    bind(Mentions).toSelf().inSingletonScope();
    bind(MessageMenuContribution).toSelf().inSingletonScope();
    for (const contribution of [CommandContribution, MenuContribution]) {
        bind(contribution).toService(MessageMenuContribution);
    }
    bind(MessageEditors).toSelf().inSingletonScope();
    for (const contribution of [CommandContribution, KeybindingContribution]) {
        bind(contribution).toService(MessageEditors);
    }
    bind(EditorSelection).toSelf().inSingletonScope();
    bind(EditorDesk).toSelf().inSingletonScope();
    bind(CodeApplier).toSelf().inSingletonScope();
    bind(ProposalResources).toSelf().inSingletonScope();
    bind(ResourceResolver).toService(ProposalResources);
    bind(Diagrams).toSelf().inSingletonScope();
    bind(Formulas).toSelf().inSingletonScope();
    bind(Highlighter).toSelf().inSingletonScope();
    bind(ClaudeSessionViewContribution).toSelf().inSingletonScope();
    bind(SessionViewContribution).toService(ClaudeSessionViewContribution);
    bind(ClaudeContribution).toSelf().inSingletonScope();
    for (const contribution of [CommandContribution, MenuContribution, KeybindingContribution]) {
        bind(contribution).toService(ClaudeContribution);
    }

    // one per session that is shown
    bind(WidgetFactory)
        .toDynamicValue(({ container }) => ({
            id: ClaudeSessionWidget.FACTORY_ID,
            createWidget: (options: { sessionId: string }) => {
                const child = container.createChild();
                child.bind(ViewedSessionId).toConstantValue(SessionId.parse(options.sessionId));
                child.bind(ClaudeSessionModel).toSelf().inSingletonScope();
                child.bind(ClaudeSessionWidget).toSelf();
                return child.get(ClaudeSessionWidget);
            }
        }))
        .inSingletonScope();

    // one while it is open
    bind(ClaudeSetupWidget).toSelf();
    bind(WidgetFactory)
        .toDynamicValue(({ container }) => ({
            id: ClaudeSetupWidget.FACTORY_ID,
            createWidget: () => container.get(ClaudeSetupWidget)
        }))
        .inSingletonScope();
});
