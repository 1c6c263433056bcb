import { expect } from 'chai';
import { DraftExtras } from './draft-extras';

const picture = { attachmentId: 'a'.repeat(64), name: 'a.png', mediaType: 'image/png', sizeBytes: 3 } as const;

describe('what goes with a message that is being written', () => {
    it('holds nothing twice, and what was taken out is out', () => {
        let told = 0;
        const extras = new DraftExtras(() => told++);
        extras.attach(picture);
        extras.attach(picture);
        extras.addContext({ label: 'x', text: 'old' });
        extras.addContext({ label: 'x', text: 'new' });
        expect([extras.attachments, extras.contexts, told]).to.deep.equal([
            [picture],
            [{ label: 'x', text: 'new' }],
            3
        ]);
        extras.detach(picture.attachmentId);
        extras.removeContext('x');
        expect([extras.attachments, extras.contexts, told]).to.deep.equal([[], [], 5]);
        extras.clear();
        expect(told, 'nothing was there').to.equal(5);
    });
});
