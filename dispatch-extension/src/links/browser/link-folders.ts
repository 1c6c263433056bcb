import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { IMarker, Terminal } from '@xterm/xterm';

/** How many changes of the folder are remembered for each terminal. */
const MAX_CHANGES = 500;

interface FolderChange {
    readonly marker: IMarker;
    readonly folder: string;
}

/**
 * In which folder each line of a terminal was printed, as far as the shell tells: by OSC 7 (`file://host/path`), by
 * OSC 633;P;Cwd= and by OSC 1337;CurrentDir=. Knows nothing of lines that came with a snapshot.
 */
export class LinkFolders implements Disposable {
    private changes: FolderChange[] = [];
    private readonly toDispose = new DisposableCollection();

    constructor(private readonly terminal: Terminal) {
        const { parser } = terminal;
        this.toDispose.pushAll([
            // Each answers false: others listen as well.
            parser.registerOscHandler(7, data => this.entered(folderOfUri(data))),
            parser.registerOscHandler(633, data => this.entered(/^P;Cwd=(.+)$/s.exec(data)?.[1])),
            parser.registerOscHandler(1337, data => this.entered(/^CurrentDir=(.+)$/s.exec(data)?.[1]))
        ]);
    }

    /** The folder in which line `y` of the buffer was printed; from 0. */
    at(y: number): string | undefined {
        return this.changes.findLast(({ marker }) => marker.line >= 0 && marker.line <= y)?.folder;
    }

    dispose(): void {
        this.toDispose.dispose();
        this.changes.forEach(({ marker }) => marker.dispose());
        this.changes = [];
    }

    private entered(folder: string | undefined): boolean {
        if (folder?.startsWith('/') && folder !== this.changes.at(-1)?.folder) {
            const marker = this.terminal.registerMarker(0);
            this.changes = this.changes.filter(change => !change.marker.isDisposed);
            this.changes.push({ marker, folder });
            if (this.changes.length > MAX_CHANGES) {
                this.changes.shift()?.marker.dispose();
            }
        }
        return false;
    }
}

/** The folder in a `file:` address, whatever its host: a shell knows its machine by names that a page does not. */
export function folderOfUri(uri: string): string | undefined {
    const path = /^file:\/\/[^/]*(\/.*)$/s.exec(uri)?.[1];
    try {
        return path && decodeURIComponent(path);
    } catch {
        // A shell that does not escape: a per cent sign is one.
        return path;
    }
}
