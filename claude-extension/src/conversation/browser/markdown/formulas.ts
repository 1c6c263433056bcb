import { injectable } from '@theia/core/shared/inversify';
import { FormulaRenderer } from './chunks/chunk-contract';
import { Chunks, loadChunk } from './chunks/load-chunk';

/** What draws formulas; comes with the first one that is shown. */
@injectable()
export class Formulas {
    private loading: Promise<void> | undefined;
    private loaded: FormulaRenderer | undefined;

    /** Undefined until it was loaded. */
    get current(): FormulaRenderer | undefined {
        return this.loaded;
    }

    /** Loads it once; rejects when that fails, and the next call tries again. */
    load(): Promise<void> {
        this.loading ??= loadChunk(Chunks.math, document).then(
            ({ dispatchFormulas }) => {
                this.loaded = dispatchFormulas;
            },
            (error: unknown) => {
                this.loading = undefined;
                throw error;
            }
        );
        return this.loading;
    }
}
