import { expect } from 'chai';
import { workspaceAround } from './workspace-around';

const around = (folder: string, ...folders: string[]): string | undefined =>
    workspaceAround(
        folder,
        folders.map(each => ({ folder: each }))
    )?.folder;

describe('workspace around a folder', () => {
    it('is none where the folder only begins with the same letters', () => {
        expect(around('/home/api-old', '/home/api')).to.equal(undefined);
        expect(around('/home', '/home/api')).to.equal(undefined);
    });

    it('is the innermost of several, in whatever order they are known', () => {
        expect(around('/home/api/web/src', '/home/api', '/home/api/web')).to.equal('/home/api/web');
        expect(around('/home/api/web/src', '/home/api/web', '/home/api')).to.equal('/home/api/web');
    });

    it('is the folder itself, with or without a slash at its end, and the root for all else', () => {
        expect(around('/home/api', '/', '/home/api')).to.equal('/home/api');
        expect(around('/home/api/', '/', '/home/api')).to.equal('/home/api');
        expect(around('/tmp', '/', '/home/api')).to.equal('/');
    });
});
