import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Marks = z.array(z.string().length(32)).max(100_000);

/** What a person looked at and found good, by what it is: a change that changes is not accepted any more. */
export class ReviewMarks {
    private marks: Promise<Set<string>> | undefined;
    private writing: Promise<void> = Promise.resolve();
    private readonly file: string;

    /** `folder`: of the session's own; the marks go with it. */
    constructor(private readonly folder: string) {
        this.file = join(folder, 'review-marks.json');
    }

    /** Names a change by all that makes it up. */
    static of(...parts: readonly string[]): string {
        const hash = createHash('sha256');
        parts.forEach(part => hash.update(`${part.length}:`).update(part));
        return hash.digest('hex').slice(0, 32);
    }

    async all(): Promise<ReadonlySet<string>> {
        return this.load();
    }

    /** Resolves when it is on the disk. */
    async set(marks: readonly string[], accepted: boolean): Promise<void> {
        const all = await this.load();
        marks.forEach(mark => (accepted ? all.add(mark) : all.delete(mark)));
        this.writing = this.writing.catch(() => undefined).then(() => this.write([...all]));
        await this.writing;
    }

    /** What cannot be read is as good as not accepted: the person looks at it once more. */
    private load(): Promise<Set<string>> {
        this.marks ??= fs
            .readFile(this.file, 'utf8')
            .then(text => new Set(Marks.parse(JSON.parse(text))))
            .catch(() => new Set<string>());
        return this.marks;
    }

    private async write(marks: readonly string[]): Promise<void> {
        const temporary = join(this.folder, `${randomUUID()}.tmp`);
        await fs.writeFile(temporary, JSON.stringify(marks), { mode: 0o600 });
        await fs.rename(temporary, this.file);
    }
}
