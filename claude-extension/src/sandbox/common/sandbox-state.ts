import { z } from 'zod';

/**
 * What the sandbox of Claude's processes gives. `sandboxed`: files, other processes and abstract sockets. `partly`: what the
 * kernel can do, `missing` says what it cannot. `none`: nothing, and `missing` says why. `off`: the operator wants none.
 */
export const SandboxState = z.object({
    kind: z.enum(['sandboxed', 'partly', 'none', 'off']),
    /** For people. */
    missing: z.string().optional(),
    /** Whether Unix sockets are denied too. */
    noUnixSockets: z.boolean().optional(),
    /** What cannot be made or changed in any folder, as the operator has set it; absent: nothing of the kind. */
    protected: z.array(z.string()).optional(),
    /** The hosts to which it connects; absent: to all. */
    egress: z.array(z.string()).optional()
});
export type SandboxState = z.infer<typeof SandboxState>;
