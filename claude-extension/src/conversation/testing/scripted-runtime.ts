import {
    ClaudeRuntime,
    RuntimeProvider,
    RuntimeSession,
    TurnContext,
    TurnOutcome,
    Usability
} from '../../runtime/host/runtime-api';
import { ClaudeCapabilities, ClaudeSettings } from '../common/claude-events';

/** What a runtime does in one turn. */
export type TurnScript = (context: TurnContext) => Promise<TurnOutcome>;

/** A runtime whose turns are told by the test. It is its own provider. */
export class ScriptedRuntime implements RuntimeProvider, ClaudeRuntime {
    readonly label = 'Scripted';
    readonly models = ['scripted'];
    usability: Usability = { usable: true };
    /** What the next turns do, first to last; later ones finish at once. */
    readonly scripts: TurnScript[] = [];
    /** The texts of each turn. */
    readonly turns: string[][] = [];
    /** What each turn was given besides. */
    readonly contexts: TurnContext[] = [];
    /** Settings that were changed in mid-turn. */
    readonly changes: ClaudeSettings[] = [];
    capabilities: ClaudeCapabilities = {
        models: [{ id: 'scripted', label: 'Scripted', efforts: [] }],
        permissionModes: ['default'],
        commands: [],
        agents: [],
        mcpServers: []
    };
    session?: RuntimeSession;
    ends = 0;
    leftoversEnded = 0;

    constructor(readonly name: 'claude-code' | 'messages-api' = 'messages-api') {}

    async check(): Promise<Usability> {
        return this.usability;
    }

    create(session: RuntimeSession): ClaudeRuntime {
        this.session = session;
        return this;
    }

    async settingsChanged(settings: ClaudeSettings): Promise<void> {
        this.changes.push(settings);
    }

    async discover(): Promise<ClaudeCapabilities> {
        return this.capabilities;
    }

    async runTurn(context: TurnContext): Promise<TurnOutcome> {
        this.contexts.push(context);
        this.turns.push(context.messages.map(message => message.text));
        const script = this.scripts.shift() ?? finish;
        return script(context);
    }

    async endLeftovers(): Promise<void> {
        this.leftoversEnded++;
    }

    async end(): Promise<void> {
        this.ends++;
    }
}

const finish: TurnScript = async () => ({ outcome: 'finished' });

/** A turn that says something. */
export function saying(text: string): TurnScript {
    return async ({ turnId, report }) => {
        void report({ type: 'block-started', turnId, blockId: `${turnId}-1`, kind: 'text' });
        void report({ type: 'block-delta', blockId: `${turnId}-1`, text });
        void report({ type: 'block-ended', blockId: `${turnId}-1` });
        return { outcome: 'finished' };
    };
}

/** A turn that asks for a tool, and runs it when it may. `ran` is told. */
export function asking(toolUseId: string, ran: () => void = () => undefined): TurnScript {
    return async ({ turnId, report, approve, signal }) => {
        const call = { toolUseId, name: 'bash', input: { command: 'make' } };
        void report({ type: 'tool-requested', turnId, ...call });
        const { answer } = await approve(call);
        if (answer === 'allow' && !signal.aborted) {
            await report({ type: 'tool-started', toolUseId });
            ran();
            void report({ type: 'tool-finished', toolUseId, outcome: 'done', output: 'made' });
        } else if (answer === 'deny') {
            void report({ type: 'tool-finished', toolUseId, outcome: 'denied', output: 'refused' });
        }
        return { outcome: signal.aborted ? 'interrupted' : 'finished' };
    };
}

/** A turn that says a beginning and then goes on until it is stopped. */
export function endless(text: string): TurnScript {
    return ({ turnId, report, signal }) =>
        new Promise(resolve => {
            void report({ type: 'block-started', turnId, blockId: `${turnId}-1`, kind: 'text' });
            void report({ type: 'block-delta', blockId: `${turnId}-1`, text });
            const stop = (): void => resolve({ outcome: 'interrupted' });
            signal.addEventListener('abort', stop, { once: true });
            if (signal.aborted) {
                stop();
            }
        });
}
