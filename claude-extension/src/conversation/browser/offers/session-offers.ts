import type { ClaudeCapabilities } from '../../common/claude-events';

/** One thing that Claude can use, as a line for people. */
export interface Offer {
    readonly name: string;
    /** What it is for, how it is, or what is wrong with it. */
    readonly detail: string;
    readonly isBroken: boolean;
}

/** What Claude can use besides its own tools. */
export interface SessionOffers {
    readonly servers: readonly Offer[];
    readonly agents: readonly Offer[];
    readonly skills: readonly Offer[];
}

/** How the state of a server is said; `tools` is absent where it has not told them. */
export interface ServerWords {
    state(status: string): string;
    tools(count: number): string;
}

const BROKEN = new Set(['failed', 'needs-auth']);

/** By name, what is broken first. `undefined` while the runtime has not told. */
export function offersOf(capabilities: ClaudeCapabilities | undefined, words: ServerWords): SessionOffers | undefined {
    if (!capabilities) {
        return undefined;
    }
    const { mcpServers, agents, skills = [], commands } = capabilities;
    const aboutSkill = new Map(commands.map(({ name, description }) => [name, description]));
    return {
        servers: sorted(
            mcpServers.map(({ name, status, error, tools }) => ({
                name,
                detail: [words.state(status), error, tools && words.tools(tools.length)].filter(Boolean).join(' · '),
                isBroken: BROKEN.has(status)
            }))
        ),
        agents: sorted(agents.map(({ name, description = '' }) => ({ name, detail: description, isBroken: false }))),
        skills: sorted(skills.map(name => ({ name, detail: aboutSkill.get(name) ?? '', isBroken: false })))
    };
}

/** Whether a server is still being started, so that its state will be another soon. */
export function isStarting(capabilities: ClaudeCapabilities | undefined): boolean {
    return capabilities?.mcpServers.some(({ status }) => status === 'pending') ?? false;
}

function sorted(offers: Offer[]): Offer[] {
    return offers.sort((a, b) => Number(b.isBroken) - Number(a.isBroken) || a.name.localeCompare(b.name));
}
