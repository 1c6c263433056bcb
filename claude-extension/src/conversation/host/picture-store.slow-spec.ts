import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { PictureStore } from './picture-store';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MIB = 1024 * 1024;

describe('pictures of a session, on a disk', () => {
    let folder: string;
    let store: PictureStore;

    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), 'pictures-'));
        store = new PictureStore(folder);
    });
    afterEach(() => rm(folder, { recursive: true }));

    const add = (base64: string) => store.add('a.png', 'image/png', base64);
    const kept = (): Promise<string[]> => readdir(join(folder, 'pictures'));

    it('are kept once, and no sender is refused, when the same one comes many times at once', async () => {
        const picture = somePicture(2 * MIB);
        const added = await Promise.all(Array.from({ length: 12 }, () => add(picture)));
        const [{ attachmentId }] = added;
        expect(new Set(added.map(each => each.attachmentId))).to.deep.equal(new Set([attachmentId]));
        expect(await kept()).to.deep.equal([attachmentId]);
        expect((await store.read(attachmentId)).dataBase64).to.equal(picture);
    });

    it('never are more than a session keeps, when many come at once', async () => {
        const pictures = Array.from({ length: 60 }, () => somePicture(5 * MIB - 100));
        const results = await Promise.allSettled(pictures.map(add));
        const refused = results.flatMap(result => (result.status === 'rejected' ? [result.reason.code] : []));
        expect(new Set(refused)).to.deep.equal(new Set(['claude.too-many-pictures']));
        expect(await kept()).to.have.length(51);
    }).timeout(30_000);

    it('that a tool gave back are what their bytes say, and are refused when they are none or too large', async () => {
        const gif = Buffer.from('GIF89a').toString('base64');
        expect(await store.addFound('a.png', gif)).to.include({ name: 'a.png', mediaType: 'image/gif', sizeBytes: 6 });
        for (const [picture, why] of [
            [Buffer.from('<svg/>').toString('base64'), 'its content is not PNG, JPEG, GIF or WebP.'],
            [somePicture(5 * MIB + 1), 'it is larger than 5 MiB.']
        ]) {
            const said = await store.addFound('a.png', picture).catch((error: DispatchError) => error.data?.['why']);
            expect(said).to.equal(why);
        }
        expect(await kept()).to.have.length(1);
    });

    it('are written again over what a session host left unfinished when it died, which no fork takes over', async () => {
        const picture = somePicture(1_000);
        const { attachmentId } = await add(picture);
        await rm(join(folder, 'pictures', attachmentId));
        await writeFile(join(folder, 'pictures', `${attachmentId}.part`), 'half');
        const fork = new PictureStore(join(folder, 'fork'));
        await fork.takeOver(store);
        expect(await readdir(join(folder, 'fork', 'pictures')).catch(() => [])).to.deep.equal([]);
        await add(picture);
        expect((await store.read(attachmentId)).dataBase64).to.equal(picture);
    });
});

function somePicture(bytes: number): string {
    return Buffer.concat([SIGNATURE, randomBytes(bytes - SIGNATURE.length)]).toString('base64');
}
