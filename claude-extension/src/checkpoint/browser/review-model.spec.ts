import { expect } from 'chai';
import type { ChangeDetail, FileChange } from '../common/checkpoint-protocol';
import { ReviewModel } from './review-model';

/** A review of so many changed files. */
async function reviewOf(count: number): Promise<ReviewModel> {
    const changes = Array.from({ length: count }, (_, index) => ({ fileId: `file-${index}` }) as FileChange);
    const never = () => Promise.reject(new Error('nobody asked for this'));
    const model = new ReviewModel(
        {
            listChanges: async () => ({ changes, fileCount: count }),
            readChange: async ({ fileId }) => ({ change: { fileId }, hunks: [] }) as unknown as ChangeDetail,
            revertFile: never,
            revertHunk: never,
            acceptChange: never
        },
        { sessionId: '01JDZ0000000000000000000S1' } as ConstructorParameters<typeof ReviewModel>[1]
    );
    await model.refresh();
    return model;
}

describe('review of changes', () => {
    it('opens a few files at once (the only file was folded)', async () => {
        const model = await reviewOf(1);
        expect(model.problem).to.equal(undefined);
        expect(model.details.get('file-0')?.change).to.deep.equal({ fileId: 'file-0' });
    });

    it('opens none of many, and none again that was closed', async () => {
        expect([...(await reviewOf(4)).details.keys()]).to.deep.equal([]);
        const model = await reviewOf(2);
        await model.toggle('file-0');
        await model.refresh();
        expect([...model.details.keys()]).to.deep.equal(['file-1']);
    });
});
