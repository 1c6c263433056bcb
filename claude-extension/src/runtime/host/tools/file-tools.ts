import { basename } from 'node:path';
import { z } from 'zod';
import { pictureType } from '../../../conversation/domain/picture-type';
import { textIn } from './session-folder';
import { defineTool, ToolResult } from './tool';

const Path = z
    .string()
    .min(1)
    .max(4_096)
    .describe('Relative to the folder of this session, or absolute and inside one of its folders');
const MAX_LINES = 2_000;
/** The largest picture that is shown to Claude, in bytes: the Messages API takes 5 MiB of it as base64. */
const MAX_PICTURE_BYTES = (5 * 1024 * 1024 * 3) / 4;

/** Reads a text file, whole or from a line on; a picture is shown. */
export const readFileTool = defineTool({
    name: 'read_file',
    description: `Reads a text file of this session's folders. At most ${MAX_LINES} lines are returned, from first_line on. A PNG, JPEG, GIF or WebP picture is shown to you.`,
    input: z.object({
        path: Path,
        first_line: z.number().int().min(1).optional().describe('From 1'),
        lines: z.number().int().min(1).max(MAX_LINES).optional()
    }),
    asks: 'nothing',
    async run({ path, first_line: first = 1, lines = MAX_LINES }, { folder }) {
        const bytes = await folder.readBytes(path);
        // every picture has bytes that no text has
        if (bytes.includes(0) && pictureType(bytes)) {
            return pictureResult(path, bytes);
        }
        const all = textIn(bytes, path).split('\n');
        const part = all.slice(first - 1, first - 1 + lines);
        const rest = all.length - (first - 1 + part.length);
        return { outcome: 'done', output: part.join('\n') + (rest > 0 ? `\n… ${rest} more lines …` : '') };
    }
});

function pictureResult(path: string, bytes: Buffer): ToolResult {
    if (bytes.length > MAX_PICTURE_BYTES) {
        const most = `at most ${MAX_PICTURE_BYTES} can be shown; make it smaller by a command`;
        return { outcome: 'error', output: `${path} is a picture of ${bytes.length} bytes; ${most}.` };
    }
    const picture = { name: basename(path).slice(0, 200), dataBase64: bytes.toString('base64') };
    return { outcome: 'done', output: '', pictures: [picture] };
}

/** Makes a file, or replaces its content. */
export const writeFileTool = defineTool({
    name: 'write_file',
    description: 'Writes a whole text file; what was there is replaced, and missing folders are made.',
    input: z.object({ path: Path, content: z.string().max(4_000_000) }),
    asks: 'edit',
    async run({ path, content }, { folder }) {
        const real = await folder.write(path, content);
        return { outcome: 'done', output: `Wrote ${folder.display(real)} (${Buffer.byteLength(content)} bytes).` };
    }
});

/** Replaces an exact piece of a file. */
export const editFileTool = defineTool({
    name: 'edit_file',
    description:
        'Replaces old_text by new_text in a text file. old_text must occur exactly as given, and once, unless replace_all is true.',
    input: z.object({
        path: Path,
        old_text: z.string().min(1),
        new_text: z.string(),
        replace_all: z.boolean().optional()
    }),
    asks: 'edit',
    async run({ path, old_text: oldText, new_text: newText, replace_all: all = false }, { folder }) {
        const before = await folder.read(path);
        const pieces = before.split(oldText);
        const found = pieces.length - 1;
        if (found === 0 || (found > 1 && !all)) {
            const why = found === 0 ? 'does not occur' : `occurs ${found} times; give more of its surroundings`;
            return { outcome: 'error', output: `Not changed: old_text ${why}.` };
        }
        const real = await folder.write(path, pieces.join(newText));
        return { outcome: 'done', output: `Replaced ${found} in ${folder.display(real)}.` };
    }
});
