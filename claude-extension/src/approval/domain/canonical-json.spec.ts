import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json';

describe('canonical JSON', () => {
    it('is the same whatever the order of keys, at every depth', () => {
        const one = canonicalJson({ b: [{ y: 1, x: 2 }], a: 'é\n' });
        const other = canonicalJson({ a: 'é\n', b: [{ x: 2, y: 1 }] });
        expect(one).to.equal('{"a":"é\\n","b":[{"x":2,"y":1}]}');
        expect(other).to.equal(one);
    });

    it('keeps apart what a tool would see differently', () => {
        const texts = [{ a: 1 }, { a: '1' }, { a: [1] }, { a: null }, {}, { a: { b: 1 } }].map(canonicalJson);
        expect(new Set(texts).size).to.equal(texts.length);
    });

    it('refuses what JSON cannot hold', () => {
        expect(() => canonicalJson({ a: Number.NaN })).to.throw(TypeError);
        expect(() => canonicalJson({ a: () => 1 })).to.throw(TypeError);
    });

    it('is valid JSON of the same value, for any JSON value', () => {
        fc.assert(
            fc.property(fc.jsonValue(), value => {
                expect(JSON.parse(canonicalJson(value))).to.deep.equal(JSON.parse(JSON.stringify(value)));
            })
        );
    });
});
