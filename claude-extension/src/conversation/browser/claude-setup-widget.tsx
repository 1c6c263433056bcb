import { ReactWidget } from '@theia/core/lib/browser/widgets/react-widget';
import { Message } from '@theia/core/lib/browser/widgets/widget';
import { CommandRegistry } from '@theia/core/lib/common/command';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { asDispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { RuntimeName } from '../common/claude-events';
import { ClaudeCommands } from './claude-commands';
import { ClaudeRuntimes, RuntimeInfo } from './claude-runtimes';
import { ClaudeText } from './claude-text';
import { ClaudeSignIn, SignInEnd } from './sign-in/claude-sign-in';
import { RuntimeHelp } from './view/runtime-help';

/** Says what is missing before Claude can be used, and what to do. */
@injectable()
export class ClaudeSetupWidget extends ReactWidget {
    static readonly FACTORY_ID = 'dispatch-claude-setup';

    @inject(ClaudeRuntimes) protected readonly runtimes!: ClaudeRuntimes;
    @inject(ClaudeSignIn) protected readonly signIn!: ClaudeSignIn;
    @inject(CommandRegistry) protected readonly commands!: CommandRegistry;

    protected known: readonly RuntimeInfo[] = [];
    protected problem: string | undefined;

    @postConstruct()
    protected init(): void {
        this.id = ClaudeSetupWidget.FACTORY_ID;
        this.title.label = ClaudeText.session;
        this.title.iconClass = 'dispatch-claude-icon';
        this.title.closable = true;
        this.node.tabIndex = -1;
        this.addClass('dispatch-claude-view');
        this.toDispose.push(this.signIn.onDidEnd(end => void this.signInEnded(end)));
        void this.refresh();
    }

    /** Who signed in from here wanted a session. */
    protected async signInEnded({ outcome, ours }: SignInEnd): Promise<void> {
        await this.refresh();
        const usable = this.known.find(runtime => runtime.name === 'claude-code')?.usable;
        if (ours && outcome === 'signed-in' && usable && !this.isDisposed) {
            this.use('claude-code');
        }
    }

    protected override onActivateRequest(message: Message): void {
        super.onActivateRequest(message);
        this.node.focus();
        void this.refresh();
    }

    protected readonly refresh = async (): Promise<void> => {
        try {
            this.known = await this.runtimes.list();
            this.problem = undefined;
        } catch (error) {
            this.problem = asDispatchError(error).message;
        }
        this.update();
    };

    protected readonly use = (runtime: RuntimeName): void => {
        void this.commands.executeCommand(ClaudeCommands.NEW.id, { runtime });
        this.dispose();
    };

    protected render(): React.ReactNode {
        return (
            <div className="dispatch-claude-empty dispatch-claude-setup">
                <span className="dispatch-claude-mark" aria-hidden />
                <h1>{ClaudeText.setupTitle}</h1>
                <p>{this.problem ?? ClaudeText.setupHint}</p>
                <RuntimeHelp runtimes={this.known} onUse={this.use} onSignIn={() => void this.signIn.open()} />
                <button type="button" className="theia-button secondary" onClick={this.refresh}>
                    {ClaudeText.checkAgain}
                </button>
            </div>
        );
    }
}
