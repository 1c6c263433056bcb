import { inputHash } from '../../approval/host/approval-api';
import { ToolCall } from '../../approval/common/approval';
import { RuntimeReport } from '../../runtime/host/runtime-api';
import { Conversation } from '../domain/conversation';

/**
 * A runtime that goes on after a restart may ask for the same call again under a new id. It is the same call to the
 * person: name and input tell, and the first one that fits is taken once.
 */
export class ToolAliases {
    private readonly idOf = new Map<string, string>();
    /** Calls that were open when the turn went on, by what would run. */
    private readonly open: { toolUseId: string; name: string; hashes: Set<string> }[];

    constructor({ openTools, approvals }: Conversation) {
        this.open = [...openTools].map(([toolUseId, { name, input }]) => {
            const asked = [...approvals.values()].filter(approval => approval.toolUseId === toolUseId);
            return { toolUseId, name, hashes: new Set([inputHash(input), ...asked.map(each => each.inputHash)]) };
        });
    }

    /** The call under the id that the log knows. */
    call(call: ToolCall): ToolCall {
        return { ...call, toolUseId: this.known(call.toolUseId) ?? this.adopt(call) ?? call.toolUseId };
    }

    /** The event under the id that the log knows; `undefined` when the log has it already. */
    event(event: RuntimeReport): RuntimeReport | undefined {
        switch (event.type) {
            case 'tool-requested':
                return (this.known(event.toolUseId) ?? this.adopt(event)) === undefined ? event : undefined;
            case 'tool-started':
            case 'tool-finished':
                return { ...event, toolUseId: this.known(event.toolUseId) ?? event.toolUseId };
            default:
                return event;
        }
    }

    known(toolUseId: string): string | undefined {
        return this.idOf.get(toolUseId);
    }

    private adopt({ toolUseId, name, input }: ToolCall): string | undefined {
        const hash = inputHash(input);
        const index = this.open.findIndex(open => open.name === name && open.hashes.has(hash));
        if (index === -1) {
            return undefined;
        }
        const [found] = this.open.splice(index, 1);
        this.idOf.set(toolUseId, found.toolUseId);
        return found.toolUseId;
    }
}
