import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { Emitter, Event } from '@theia/core/lib/common/event';
import { DispatchError } from '../../kernel/common/errors';
import { SessionId } from '../../kernel/common/ids';
import { RpcClient } from '../../kernel/common/rpc-contract';
import { SessionsClient } from '../../session/browser/sessions-client';
import { CommandRecord, ShellDetail, ShellIntegrationRpc } from '../common/shell-integration-protocol';

/** What has changed is asked for at most once in this time, in ms. */
const ASK_AFTER_MS = 60;

/** The requests about the commands of a session. */
export function commandsOf(sessions: SessionsClient, sessionId: SessionId): RpcClient<typeof ShellIntegrationRpc> {
    return sessions.ofSession(ShellIntegrationRpc, sessionId, {
        repeatable: ['listCommands', 'getCommandOutput', 'listShellHistory']
    });
}

/** The commands of one session, as the host has recorded them, kept up to date on this page. */
export class TerminalCommands implements Disposable {
    private readonly toDispose = new DisposableCollection();
    private readonly onDidChangeEmitter = new Emitter<void>();
    private readonly byNumber = new Map<number, CommandRecord>();
    private timer: number | undefined;
    private asking = false;
    private askAgain = false;
    private told = '';
    readonly onDidChange: Event<void> = this.onDidChangeEmitter.event;

    constructor(
        readonly sessionId: SessionId,
        private readonly sessions: SessionsClient
    ) {
        this.toDispose.pushAll([
            this.onDidChangeEmitter,
            sessions.onDidChange(() => this.look()),
            Disposable.create(() => window.clearTimeout(this.timer))
        ]);
        this.refresh();
    }

    /** Oldest first. */
    get all(): CommandRecord[] {
        return [...this.byNumber.values()];
    }

    find(n: number): CommandRecord | undefined {
        return this.byNumber.get(n);
    }

    /** The newest one that has ended. */
    get lastEnded(): CommandRecord | undefined {
        return this.all.findLast(({ endAt }) => endAt !== undefined);
    }

    /** Something has happened: asks what, soon. */
    refresh(): void {
        this.timer ??= window.setTimeout(() => {
            this.timer = undefined;
            void this.ask();
        }, ASK_AFTER_MS);
    }

    dispose(): void {
        this.toDispose.dispose();
    }

    private look(): void {
        const { command } = ShellDetail.safeParse(this.sessions.find(this.sessionId)?.detail).data ?? {};
        const told = JSON.stringify([command?.n, command?.endedAtMs]);
        if (told !== this.told) {
            this.told = told;
            this.refresh();
        }
    }

    private async ask(): Promise<void> {
        this.askAgain = this.asking;
        if (this.asking || this.toDispose.disposed) {
            return;
        }
        this.asking = true;
        try {
            const { commands } = await commandsOf(this.sessions, this.sessionId).listCommands({ from: this.from });
            commands.forEach(command => this.byNumber.set(command.n, command));
            if (commands.length > 0) {
                this.onDidChangeEmitter.fire();
            }
        } catch (thrown) {
            // Away: what is told after the reconnect asks again. Gone: there is nothing to show.
            if (!(thrown instanceof DispatchError)) {
                throw thrown;
            }
            this.told = '';
        } finally {
            this.asking = false;
            if (this.askAgain) {
                this.refresh();
            }
        }
    }

    /** The first one that may be different. */
    private get from(): number {
        const running = this.all.find(({ endAt }) => endAt === undefined);
        return running?.n ?? (this.all.at(-1)?.n ?? 0) + 1;
    }
}
