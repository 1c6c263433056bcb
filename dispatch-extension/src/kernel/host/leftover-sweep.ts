import { endLeftovers, livingLeaders } from './process-tree';

/** Leaders are gathered for this long, so that all of a start are looked up at once. In ms. */
const GATHER_MS = 50;

/**
 * Ends what an earlier life of this program has left, for many session leaders: the processes of the system are listed
 * once for all of them, and most have left nothing.
 */
export class LeftoverSweep {
    private gathered: { leader: number; mark: string; resolve(): void; reject(error: unknown): void }[] = [];

    /** See {@link endLeftovers}. */
    end(leader: number, mark: string): Promise<void> {
        return new Promise((resolve, reject) => {
            if (this.gathered.push({ leader, mark, resolve, reject }) === 1) {
                setTimeout(() => void this.sweep(), GATHER_MS);
            }
        });
    }

    private async sweep(): Promise<void> {
        const { gathered } = this;
        this.gathered = [];
        try {
            const living = await livingLeaders(new Set(gathered.map(({ leader }) => leader)));
            for (const { leader, mark, resolve, reject } of gathered) {
                if (living.has(leader)) {
                    endLeftovers(leader, mark).then(resolve, reject);
                } else {
                    resolve();
                }
            }
        } catch (error) {
            gathered.forEach(({ reject }) => reject(error));
        }
    }
}
