import * as fs from 'node:fs/promises';
import { z } from 'zod';
import { Grid } from '../../../session/common/stream-frames';
import { SnapshotAnchors } from '../../domain/output-anchors';
import { ScreenPicture } from './terminal-mirror';

const Header = z.object({
    version: z.literal(1),
    at: z.number().int().nonnegative(),
    grid: Grid,
    anchors: SnapshotAnchors,
    unfinished: z.number().int().nonnegative(),
    bytes: z.number().int().nonnegative()
});
const MAX_HEADER_BYTES = 256 * 1024;

/** Keeps a picture on the disk: one line of JSON, then its bytes. The old one is there until the new one is whole. */
export async function writeCheckpoint(file: string, picture: ScreenPicture): Promise<void> {
    const { at, grid, anchors, unfinished, bytes } = picture;
    const header = { version: 1, at, grid, anchors, unfinished, bytes: bytes.length } satisfies z.infer<typeof Header>;
    const temporary = `${file}.new`;
    const handle = await fs.open(temporary, 'w', 0o600);
    try {
        await handle.writeFile(Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), bytes]));
        await handle.datasync();
    } finally {
        await handle.close();
    }
    await fs.rename(temporary, file);
}

/** The picture; `undefined` where there is none that is whole. */
export async function readCheckpoint(file: string): Promise<ScreenPicture | undefined> {
    const content = await fs.readFile(file).catch(absent);
    const lineEnd = content?.subarray(0, MAX_HEADER_BYTES).indexOf('\n') ?? -1;
    if (!content || lineEnd < 0) {
        return undefined;
    }
    const header = Header.safeParse(parsed(content.toString('utf8', 0, lineEnd)));
    const bytes = new Uint8Array(content.subarray(lineEnd + 1));
    return header.success && header.data.bytes === bytes.length ? { ...header.data, bytes } : undefined;
}

function absent(error: NodeJS.ErrnoException): undefined {
    if (error.code !== 'ENOENT') {
        throw error;
    }
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        // a damaged file is none; everything is read again
        return undefined;
    }
}
