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
    noUnixSockets: z.boolean().optional()
});
export type SandboxState = z.infer<typeof SandboxState>;
