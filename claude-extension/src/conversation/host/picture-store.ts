import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Picture } from '../../runtime/host/runtime-api';
import { ClaudeErrors } from '../common/claude-errors';
import { MessageAttachment } from '../common/claude-events';
import { MAX_ATTACHMENT_BYTES } from '../common/claude-steering-protocol';
import { pictureType } from '../domain/picture-type';

const MIB = 1024 * 1024;
/** How much one session keeps, in bytes. */
const MAX_KEPT_BYTES = 256 * MIB;
/** At the end of the name of what is being written; one that is left over is nobody's. */
const UNFINISHED = '.part';

/** The pictures of one session, in its own folder, each named by the SHA-256 of its bytes. */
export class PictureStore {
    private readonly folder: string;
    /** What is kept is kept one after the other: each looks at what is there, and adds to it. */
    private last: Promise<void> = Promise.resolve();

    constructor(storageFolder: string) {
        this.folder = join(storageFolder, 'pictures');
    }

    /**
     * Keeps a picture. The same bytes twice are kept once. Fails with `claude.bad-picture` when they are not what they are
     * said to be, and with `claude.too-many-pictures`.
     */
    async add(name: string, mediaType: Picture['mediaType'], dataBase64: string): Promise<MessageAttachment> {
        const bytes = bytesOf(dataBase64);
        if (pictureType(bytes) !== mediaType) {
            throw ClaudeErrors.badPicture({ why: `its content is not ${mediaType}.` });
        }
        return this.keepAs(name, mediaType, bytes);
    }

    /** Keeps a picture that a tool gave back. What it is, its bytes say. Fails as {@link add} does. */
    async addFound(name: string, dataBase64: string): Promise<MessageAttachment> {
        const bytes = bytesOf(dataBase64);
        const mediaType = pictureType(bytes);
        if (!mediaType) {
            throw ClaudeErrors.badPicture({ why: 'its content is not PNG, JPEG, GIF or WebP.' });
        }
        return this.keepAs(name, mediaType, bytes);
    }

    /** Fails with `claude.picture-not-found`. */
    async read(attachmentId: string): Promise<Picture> {
        const bytes = await readFile(join(this.folder, attachmentId)).catch(() => undefined);
        const mediaType = bytes && pictureType(bytes);
        if (!bytes || !mediaType) {
            throw ClaudeErrors.pictureNotFound();
        }
        return { mediaType, dataBase64: bytes.toString('base64') };
    }

    /** Fails with `claude.picture-not-found` unless every one of them is kept. */
    async check(attachments: readonly MessageAttachment[]): Promise<void> {
        for (const { attachmentId } of attachments) {
            await stat(join(this.folder, attachmentId)).catch(() => {
                throw ClaudeErrors.pictureNotFound();
            });
        }
    }

    /** Keeps all that another session keeps. */
    async takeOver(other: PictureStore): Promise<void> {
        const names = (await readdir(other.folder).catch(() => [])).filter(isPicture);
        if (names.length > 0) {
            await mkdir(this.folder, { recursive: true, mode: 0o700 });
        }
        for (const name of names) {
            await copyFile(join(other.folder, name), join(this.folder, name));
        }
    }

    private async keepAs(name: string, mediaType: Picture['mediaType'], bytes: Buffer): Promise<MessageAttachment> {
        const attachmentId = createHash('sha256').update(bytes).digest('hex');
        await this.keepInOrder(attachmentId, bytes);
        return { attachmentId, name, mediaType, sizeBytes: bytes.length };
    }

    private keepInOrder(attachmentId: string, bytes: Buffer): Promise<void> {
        const kept = this.last.then(() => this.keep(attachmentId, bytes));
        this.last = kept.catch(() => undefined);
        return kept;
    }

    private async keep(attachmentId: string, bytes: Buffer): Promise<void> {
        const path = join(this.folder, attachmentId);
        if (await stat(path).catch(() => undefined)) {
            return;
        }
        await mkdir(this.folder, { recursive: true, mode: 0o700 });
        if ((await this.keptBytes()) + bytes.length > MAX_KEPT_BYTES) {
            throw ClaudeErrors.tooManyPictures({ limitMib: MAX_KEPT_BYTES / MIB });
        }
        const unfinished = `${path}${UNFINISHED}`;
        await writeFile(unfinished, bytes, { mode: 0o600, flush: true });
        await rename(unfinished, path);
    }

    private async keptBytes(): Promise<number> {
        const names = (await readdir(this.folder)).filter(isPicture);
        const sizes = await Promise.all(names.map(async name => (await stat(join(this.folder, name))).size));
        return sizes.reduce((sum, size) => sum + size, 0);
    }
}

/** Fails with `claude.bad-picture` when there are too many. */
function bytesOf(dataBase64: string): Buffer {
    const bytes = Buffer.from(dataBase64, 'base64');
    if (bytes.length > MAX_ATTACHMENT_BYTES) {
        throw ClaudeErrors.badPicture({ why: `it is larger than ${MAX_ATTACHMENT_BYTES / MIB} MiB.` });
    }
    return bytes;
}

function isPicture(name: string): boolean {
    return !name.endsWith(UNFINISHED);
}
