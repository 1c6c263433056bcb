import { createInterface } from 'node:readline';

/**
 * Reads the one line of JSON that the gateway writes to the standard input of a process, and lets go of the input:
 * the process outlives the gateway.
 * Rejects when the input ends without a line, or when the line is not JSON.
 */
export async function readStartParameters(input: NodeJS.ReadableStream = process.stdin): Promise<unknown> {
    const lines = createInterface({ input });
    try {
        for await (const line of lines) {
            return JSON.parse(line);
        }
        throw new Error('No start parameters on standard input.');
    } finally {
        lines.close();
        (input as Partial<{ destroy(): void }>).destroy?.();
    }
}
