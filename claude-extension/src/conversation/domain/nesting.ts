import type { Part, ToolPart } from './transcript';

/** A part, and what the sub-agent that it started said and did. */
export interface PartNode {
    readonly part: Part;
    readonly children: readonly PartNode[];
}

/**
 * The parts of a turn with what sub-agents did inside the call that started them. What belongs to a call that is not
 * there, because it was made in an earlier turn (or has not been made yet), stands on its own. The order is kept.
 */
export function nestParts(parts: readonly Part[]): PartNode[] {
    const children = new Map<string, PartNode[]>();
    const roots: PartNode[] = [];
    for (const part of parts) {
        const own: PartNode[] = [];
        const parent = parentOf(part);
        ((parent !== undefined && children.get(parent)) || roots).push({ part, children: own });
        if (part.kind === 'tool') {
            children.set(part.id, own);
        }
    }
    return roots;
}

/** Calls that wait for a person, in all that is below. */
export function waitingBelow(nodes: readonly PartNode[]): ToolPart[] {
    return nodes.flatMap(({ part, children }) => [
        ...(part.kind === 'tool' && part.state === 'waiting' ? [part] : []),
        ...waitingBelow(children)
    ]);
}

/** How many calls of tools are below, at any depth. */
export function callsBelow(nodes: readonly PartNode[]): number {
    return nodes.reduce((sum, { part, children }) => sum + (part.kind === 'tool' ? 1 : 0) + callsBelow(children), 0);
}

/** Whether two lists hold the same parts, at any depth. */
export function sameNodes(a: readonly PartNode[], b: readonly PartNode[]): boolean {
    return (
        a.length === b.length &&
        a.every((node, i) => node.part === b[i].part && sameNodes(node.children, b[i].children))
    );
}

function parentOf(part: Part): string | undefined {
    return part.kind === 'notice' || part.kind === 'steering' ? undefined : part.parentToolUseId;
}
