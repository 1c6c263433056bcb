import { expect } from 'chai';
import { IJSONSchema } from '@theia/core/lib/common/json-schema';
import { URI } from '@theia/core/lib/common/uri';
import { LazyJsonSchemaStore } from './json-schema-store';

const SETTINGS = new URI('vscode://schemas/settings/user');

/** A schema that counts how often it was written as text. */
class CountedSchema {
    written = 0;
    constructor(public title: string) {}
    toJSON(): IJSONSchema {
        this.written++;
        return { title: this.title };
    }
}

describe('schemas of JSON files', () => {
    it('are written as text when they are read, once, and not when they are set', () => {
        const store = new LazyJsonSchemaStore();
        const told: string[] = [];
        store.onDidSchemaUpdate(uri => told.push(uri.toString()));
        const schema = new CountedSchema('one');
        for (let round = 0; round < 3; round++) {
            store.setSchema(SETTINGS, schema as IJSONSchema);
        }
        expect(schema.written).to.equal(0);
        expect(store.hasSchema(SETTINGS)).to.equal(true);
        expect(told).to.deep.equal(Array(3).fill(SETTINGS.toString()));
        expect([store.getSchema(SETTINGS), store.getSchema(SETTINGS)]).to.deep.equal(Array(2).fill('{"title":"one"}'));
        expect(schema.written).to.equal(1);
    });

    it('are those that were set last, as an object or as text', () => {
        const store = new LazyJsonSchemaStore();
        store.setSchema(SETTINGS, { title: 'one' });
        store.setSchema(SETTINGS, '{"title":"two"}');
        expect(store.getSchema(SETTINGS)).to.equal('{"title":"two"}');
        store.setSchema(SETTINGS, { title: 'three' });
        expect(store.getSchema(SETTINGS)).to.equal('{"title":"three"}');
    });

    it('are gone when they were deleted, read or not, which is told once', () => {
        const store = new LazyJsonSchemaStore();
        for (const read of [false, true]) {
            store.setSchema(SETTINGS, { title: 'one' });
            if (read) {
                store.getSchema(SETTINGS);
            }
            let told = 0;
            const listener = store.onDidSchemaUpdate(() => told++);
            store.deleteSchema(SETTINGS);
            store.deleteSchema(SETTINGS);
            listener.dispose();
            expect([store.hasSchema(SETTINGS), store.getSchema(SETTINGS), told]).to.deep.equal([false, undefined, 1]);
        }
    });
});
