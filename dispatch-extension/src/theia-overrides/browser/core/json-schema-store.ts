import { JsonSchemaDataStore } from '@theia/core/lib/browser/json-schema-store';
import { IJSONSchema } from '@theia/core/lib/common/json-schema';
import { URI } from '@theia/core/lib/common/uri';
import { injectable } from '@theia/core/shared/inversify';

/**
 * Writes a schema as text when it is read. Theia writes it when it is set: while plugins start, the schemas of all settings
 * again and again, four of half a megabyte each time, in the seconds in which a person begins to work. They are read when
 * somebody opens `settings.json`.
 */
@injectable()
export class LazyJsonSchemaStore extends JsonSchemaDataStore {
    /** What was set and not read since. Its owner may change it meanwhile: what is read is the newest. */
    private readonly unwritten = new Map<string, IJSONSchema>();

    override hasSchema(uri: URI): boolean {
        return this.unwritten.has(uri.toString()) || super.hasSchema(uri);
    }

    override getSchema(uri: URI): string | undefined {
        const key = uri.toString();
        const schema = this.unwritten.get(key);
        if (schema) {
            this.unwritten.delete(key);
            this._schemas.set(key, JSON.stringify(schema));
        }
        return super.getSchema(uri);
    }

    override setSchema(uri: URI, schema: IJSONSchema | string): void {
        const key = uri.toString();
        if (typeof schema === 'string') {
            this.unwritten.delete(key);
            super.setSchema(uri, schema);
        } else {
            this.unwritten.set(key, schema);
            this._schemas.delete(key);
            this.notifySchemaUpdate(uri);
        }
    }

    override deleteSchema(uri: URI): void {
        const wasUnwritten = this.unwritten.delete(uri.toString());
        if (wasUnwritten) {
            this.notifySchemaUpdate(uri);
        } else {
            super.deleteSchema(uri);
        }
    }
}
