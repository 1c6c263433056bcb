import { z } from 'zod';

/** What the gateway's command line tells the drill, as one line of JSON on its standard input. */
export const DrillStart = z.object({
    /** Address and port on which the gateway listens on this machine. */
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535),
    /** A one-time link; the drill uses it up. */
    signInLink: z.url(),
    /** The secret that the sockets of our processes ask for. */
    secret: z.string().min(32),
    adminSocket: z.string(),
    ideSocket: z.string()
});
export type DrillStart = z.infer<typeof DrillStart>;
