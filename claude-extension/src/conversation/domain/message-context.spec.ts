import { expect } from 'chai';
import fc from 'fast-check';
import { splitContexts, withContexts } from './message-context';

describe('what goes with a message', () => {
    it('comes apart again as it was put together, whatever it holds', () => {
        const line = fc.string({ unit: fc.constantFrom('a', ' ', '<', '/', 'context', '>', 'label=', '\\') });
        const content = fc
            .array(fc.oneof(line, fc.constant('</context>')), { maxLength: 4 })
            .map(all => all.join('\n'));
        const label = fc.string({ unit: fc.constantFrom('a', ':', '<', '>', ' ') });
        const contexts = fc.array(fc.record({ label, text: content }), { maxLength: 3 });
        fc.assert(
            fc.property(fc.constantFrom('Why?', 'See <context>', ''), contexts, (text, all) => {
                fc.pre(all.every(each => !each.text.includes('<\\/context>')));
                expect(splitContexts(withContexts(text, all))).to.deep.equal({ text, contexts: all });
            })
        );
    });

    it('is a text that a model reads', () => {
        expect(withContexts('Why?', [{ label: 'a "b"\n.ts', text: 'code' }])).to.equal(
            'Why?\n\n<context label="a  b .ts">\ncode\n</context>'
        );
    });

    it('is nothing in a message that only looks a little like it', () => {
        const texts = ['<context label="x">\nopen', 'a <context label="x">\ny\n</context>', ''];
        expect(texts.map(text => splitContexts(text))).to.deep.equal(texts.map(text => ({ text, contexts: [] })));
    });
});
