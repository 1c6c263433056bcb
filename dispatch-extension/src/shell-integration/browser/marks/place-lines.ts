import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { IMarker, Terminal } from '@xterm/xterm';
import { SnapshotMeta } from '../../../session/common/stream-frames';
import { OutputPiece } from '../../../terminal/browser/session-terminal';
import { SnapshotAnchors } from '../../../terminal/domain/output-anchors';
import { MarkScanner } from '../../domain/mark-scanner';

const OSC_OF_MARKS = [633, 133] as const;

/**
 * Knows the lines of a page's terminal at which prompts and commands stand, by their position in the output: from what
 * the host tells with a snapshot, and from the marks in the output itself as it is parsed.
 */
export class PlaceLines implements Disposable {
    private readonly toDispose = new DisposableCollection();
    private readonly scanner = new MarkScanner();
    private readonly markers = new Map<number, IMarker>();
    /** Positions behind the marks of each piece that is on its way through the parser. */
    private readonly underWay: number[][] = [];
    /** Prompts of which no command has come yet. */
    private prompts: number[] = [];
    private later: SnapshotAnchors = [];

    /**
     * `onChange`: a command has ended here, or lines are known anew. That one has started is told by the host when it runs for
     * a while: a mark for each short command as it runs would cost more than many a command.
     */
    constructor(
        private readonly terminal: Terminal,
        private readonly onChange: () => void
    ) {
        for (const osc of OSC_OF_MARKS) {
            this.toDispose.push(terminal.parser.registerOscHandler(osc, text => this.passed(text)));
        }
        this.toDispose.push(terminal.buffer.onBufferChange(({ type }) => type === 'normal' && this.placeLater()));
        this.toDispose.push(Disposable.create(() => this.clear()));
    }

    /** The marker at the line of a place that is on the screen or can be scrolled to. */
    find(position: number): IMarker | undefined {
        return this.markers.get(position);
    }

    willParse({ offset, bytes }: OutputPiece): void {
        const places = this.scanner.feed(bytes, offset).filter(({ osc }) => osc !== 7);
        this.underWay.push(places.map(({ end }) => end));
    }

    didParse(): void {
        this.underWay.shift();
    }

    /** The screen is another one. */
    didShow(meta: SnapshotMeta): void {
        this.clear();
        this.later = SnapshotAnchors.safeParse(meta['anchors']).data ?? [];
        this.placeLater();
    }

    dispose(): void {
        this.toDispose.dispose();
    }

    private passed(text: string): false {
        const position = this.underWay[0]?.shift();
        switch (text[0]) {
            case 'A':
                this.forgetPrompts();
                this.prompted(position);
                break;
            case 'B':
                this.prompted(position);
                break;
            case 'C':
                this.prompts = [];
                break;
            case 'D':
                this.onChange();
                break;
        }
        return false;
    }

    private prompted(position: number | undefined): void {
        if (position !== undefined) {
            this.prompts.push(position);
            this.place(position, 0);
        }
    }

    /** Drawn again, it stands elsewhere. */
    private forgetPrompts(): void {
        for (const position of this.prompts.splice(0)) {
            this.markers.get(position)?.dispose();
        }
    }

    /** While the alternate screen is shown, the lines of the normal one cannot be marked. */
    private placeLater(): void {
        if (this.terminal.buffer.active.type === 'normal') {
            this.later.splice(0).forEach(([position, above]) => this.place(position, above));
            this.onChange();
        }
    }

    private place(position: number, above: number): void {
        const { baseY, cursorY } = this.terminal.buffer.normal;
        const marker = baseY + cursorY - above >= 0 ? this.terminal.registerMarker(-above) : undefined;
        if (marker) {
            this.markers.set(position, marker);
            marker.onDispose(() => this.markers.get(position) === marker && this.markers.delete(position));
        }
    }

    private clear(): void {
        this.prompts = [];
        [...this.markers.values()].forEach(marker => marker.dispose());
        this.markers.clear();
    }
}
