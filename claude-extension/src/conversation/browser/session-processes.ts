import { MessageService } from '@theia/core/lib/common/message-service';
import { QuickPickService } from '@theia/core/lib/common/quick-pick-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { CautiousDialog } from 'dispatch-extension/lib/kernel/browser/cautious-dialog';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import { ClaudeProcess, ClaudeProcessesRpc } from '../common/claude-processes-protocol';
import type { ClaudeSessionModel } from './claude-session-model';
import { ClaudeText } from './claude-text';

const MIB = 1024 * 1024;

/** What a session has running: a list to choose from, to end one of them. */
@injectable()
export class SessionProcesses {
    constructor(
        @inject(SessionsClient) private readonly sessions: SessionsClient,
        @inject(QuickPickService) private readonly picks: QuickPickService,
        @inject(MessageService) private readonly messages: MessageService
    ) {}

    /** Fails as the calls do. */
    async show({ sessionId }: ClaudeSessionModel): Promise<void> {
        const rpc = this.sessions.ofSession(ClaudeProcessesRpc, sessionId, { repeatable: ['listProcesses'] });
        const { processes } = await rpc.listProcesses({});
        if (processes.length === 0) {
            await this.messages.info(ClaudeText.processes.none);
            return;
        }
        const items = processes.map(each => ({ ...describe(each), process: each }));
        const picked = await this.picks.show(items, { placeholder: ClaudeText.processes.pick });
        if (picked && (await this.confirms(picked.process))) {
            await rpc.endProcess({ pid: picked.process.pid });
        }
    }

    private async confirms({ name, pid, command }: ClaudeProcess): Promise<boolean> {
        const dialog = new CautiousDialog({
            title: ClaudeText.processes.endTitle(name, pid),
            msg: command || name,
            ok: ClaudeText.processes.end
        });
        return (await dialog.open()) === true;
    }
}

function describe({ name, pid, command, memoryBytes, ports }: ClaudeProcess) {
    const held = ClaudeText.processes.memory(Math.round(memoryBytes / MIB));
    const listens = ports.length > 0 ? [ClaudeText.processes.ports(ports.join(', '))] : [];
    return { label: `${name} (${pid})`, description: [held, ...listens].join(' · '), detail: command };
}
