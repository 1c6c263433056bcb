/** How often the folder of a shell is asked for at most, in ms. */
const AT_MOST_EVERY_MS = 2_000;

/** Keeps the folder that a shell is in, to which links to files are relative. Asked for when somebody points at it. */
export class ShellFolder {
    private askedAtMs = 0;

    constructor(
        private readonly ask: () => Promise<string | undefined>,
        private readonly tell: (folder: string) => void
    ) {}

    async refresh(): Promise<void> {
        if (Date.now() - this.askedAtMs < AT_MOST_EVERY_MS) {
            return;
        }
        this.askedAtMs = Date.now();
        try {
            const folder = await this.ask();
            if (folder !== undefined) {
                this.tell(folder);
            }
        } catch {
            // Links stay relative to the folder known before.
        }
    }
}
