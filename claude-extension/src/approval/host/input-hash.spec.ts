import { expect } from 'chai';
import { inputHash } from './input-hash';

describe('hash of an input', () => {
    it('is SHA-256 of the canonical JSON', () => {
        // printf '{"a":1,"b":[true,null]}' | sha256sum
        expect(inputHash({ b: [true, null], a: 1 })).to.equal(
            '1cc69c7fa23616ca2ec3ee70d24390a6225c8832db8a4c814c7e0e7f942f8668'
        );
    });
});
