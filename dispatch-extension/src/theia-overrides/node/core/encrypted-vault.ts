import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Passwords by service and account. */
export type Secrets = Record<string, Record<string, string>>;

/**
 * Keeps secrets in a file, encrypted by a key in a file beside it; both are for the owner alone (0600).
 *
 * It guards against a copy of the one file without the other (a backup, a synchronised settings folder), not against
 * somebody who reads the whole folder as its owner.
 * Errors: what was tampered with or belongs to another key makes `read` reject; it is never taken for empty.
 */
export class EncryptedVault {
    private key: Promise<Buffer> | undefined;

    constructor(
        private readonly vaultFile: string,
        private readonly keyFile: string
    ) {}

    /** Everything that is kept; nothing where there is no file yet. */
    async read(): Promise<Secrets> {
        const sealed = await readFile(this.vaultFile).catch(ifMissing(undefined));
        if (!sealed) {
            return {};
        }
        const decipher = createDecipheriv(ALGORITHM, await this.loadKey(), sealed.subarray(0, IV_BYTES));
        decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const body = sealed.subarray(IV_BYTES + TAG_BYTES);
        return JSON.parse(Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')) as Secrets;
    }

    /** Replaces everything, all or nothing: the file is written beside the old one, flushed, and renamed. */
    async write(secrets: Secrets): Promise<void> {
        const iv = randomBytes(IV_BYTES);
        const cipher = createCipheriv(ALGORITHM, await this.loadKey(), iv);
        const body = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()]);
        const incoming = `${this.vaultFile}.new`;
        const file = await open(incoming, 'w', 0o600);
        try {
            await file.writeFile(Buffer.concat([iv, cipher.getAuthTag(), body]));
            await file.sync();
        } finally {
            await file.close();
        }
        await rename(incoming, this.vaultFile);
    }

    private loadKey(): Promise<Buffer> {
        return (this.key ??= this.readOrCreateKey());
    }

    private async readOrCreateKey(): Promise<Buffer> {
        await mkdir(dirname(this.keyFile), { recursive: true, mode: 0o700 });
        const key = randomBytes(KEY_BYTES);
        try {
            await writeFile(this.keyFile, key, { flag: 'wx', mode: 0o600 });
            return key;
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
                throw error;
            }
            return readFile(this.keyFile);
        }
    }
}

function ifMissing<T>(instead: T): (error: NodeJS.ErrnoException) => T {
    return error => {
        if (error.code === 'ENOENT') {
            return instead;
        }
        throw error;
    };
}
