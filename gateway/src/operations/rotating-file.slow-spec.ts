import { expect } from 'chai';
import { RotatingFile } from './rotating-file';

describe('the log of the gateway', () => {
    it('F11: loses a line on a full disk, and does not take the gateway along', () => {
        expect(() => new RotatingFile('/dev/full').write('{"msg":"a line"}\n')).not.to.throw();
    });
});
