import { IMarker, Terminal } from '@xterm/headless';
import { SnapshotAnchors } from '../../domain/output-anchors';

/** So many are followed; of more, the oldest are let go of. */
const MAX_LINES = 2_000;

/** Follows the lines at which places of the output stand in a headless terminal, through scrolling and new sizes. */
export class AnchorLines {
    private readonly markers = new Map<number, IMarker>();

    constructor(private readonly terminal: Terminal) {}

    /**
     * The cursor stands at this place now, or stood there so many lines `above`. On the alternate screen, which nothing
     * is kept of, nothing happens.
     */
    add(position: number, above = 0): void {
        const isNormal = this.terminal.buffer.active.type === 'normal';
        const marker = isNormal ? this.terminal.registerMarker(-above) : undefined;
        if (!marker) {
            return;
        }
        this.markers.set(position, marker);
        marker.onDispose(() => this.markers.delete(position));
        const [oldest] = this.markers.values();
        if (this.markers.size > MAX_LINES) {
            oldest.dispose();
        }
    }

    /** Those that have a line still, oldest first. */
    list(): SnapshotAnchors {
        const { baseY, cursorY } = this.terminal.buffer.normal;
        return [...this.markers].map(([position, { line }]) => [position, baseY + cursorY - line]);
    }
}
