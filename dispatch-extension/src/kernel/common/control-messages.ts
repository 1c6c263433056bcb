import { z } from 'zod';
import { WireError } from './errors';

/** The largest control message (a text frame) that either side takes, in UTF-16 units. */
export const MAX_CONTROL_CHARS = 4 * 1024 * 1024;

/** Page to host: a request. `id` is chosen by the page and unique among its requests under way. */
export const ControlRequest = z.object({
    id: z.number().int().positive(),
    method: z.string().max(80),
    params: z.unknown().optional()
});
export type ControlRequest = z.infer<typeof ControlRequest>;

/** Host to page: an answer. Exactly one of `result` and `error`. */
export const ControlAnswer = z.object({
    id: z.number().int().positive(),
    result: z.unknown().optional(),
    error: WireError.optional()
});
export type ControlAnswer = z.infer<typeof ControlAnswer>;

/** Host to page: something happened. */
export const ControlNotification = z.object({ notify: z.string().max(80), params: z.unknown().optional() });
export type ControlNotification = z.infer<typeof ControlNotification>;
