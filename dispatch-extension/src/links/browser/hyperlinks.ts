import { LinkContext } from '@theia/terminal/lib/browser/terminal-link-helpers';
import { IBufferRange, ILinkHandler } from '@xterm/xterm';
import { hyperlinksIn } from './buffer-hyperlinks';
import { judgeHyperlink } from './hyperlink-target';
import { FoundLink, LinkFinder, LinkPlace } from './link-finder';
import { LinkNote } from './link-note';
import { LinkOpener } from './link-opener';

/** The longest target that the note shows in full, in UTF-16 units. */
const MAX_SHOWN_CHARS = 160;

/** The hyperlinks that a program writes (OSC 8). The note says where one really leads, and only some may be followed. */
export class Hyperlinks implements ILinkHandler {
    /** Files and mail are followed, too; what is not allowed is refused in `judgeHyperlink`. */
    readonly allowNonHttpProtocols = true;

    constructor(
        private readonly place: LinkPlace,
        private readonly note: LinkNote,
        private readonly finder: LinkFinder,
        private readonly opener: LinkOpener
    ) {}

    activate(event: MouseEvent, target: string, range: IBufferRange): void {
        event.preventDefault();
        if (this.note.follows(event)) {
            this.note.hide();
            void this.follow(target, range);
        }
    }

    hover(event: MouseEvent, target: string, range: IBufferRange): void {
        if (this.judge(target, range) !== 'refuse') {
            this.note.show(event, shortened(target), () => void this.follow(target, range));
        }
    }

    /** Those in a line that may be followed, for who has no pointer. */
    inLine({ startLine, lines }: LinkContext): FoundLink[] {
        const found = hyperlinksIn(this.place.terminal.terminal, startLine, startLine + lines.length - 1);
        return found
            .filter(({ text, target, range }) => text.trim() !== '' && this.judge(target, range) !== 'refuse')
            .map(({ text, target, start, range }) => ({
                start,
                length: text.length,
                text: text.trim(),
                target: text.trim() === target ? undefined : target,
                kind: target.startsWith('file:') ? 'file' : 'url',
                tooltip: shortened(target),
                follow: () => void this.follow(target, range)
            }));
    }

    leave(): void {
        this.note.leave();
    }

    private async follow(target: string, range: IBufferRange): Promise<void> {
        const verdict = this.judge(target, range);
        if (verdict === 'refuse' || (verdict === 'confirm' && !(await this.opener.confirmUrl(target)))) {
            return;
        }
        if (!target.startsWith('file:')) {
            this.opener.openUrl(target);
            return;
        }
        const [link] = await this.finder.find(this.place, { text: target, startLine: range.start.y - 1, lines: [] });
        link?.follow();
    }

    private judge(target: string, range: IBufferRange): ReturnType<typeof judgeHyperlink> {
        const line = this.finder.lineAt(this.place, range.start.y - 1);
        // A row of a wrapped line begins after the rows above it.
        const at = (range.start.y - 1 - line.startLine) * this.place.terminal.terminal.cols + range.start.x - 1;
        return judgeHyperlink(target, line.text, at);
    }
}

function shortened(target: string): string {
    return target.length > MAX_SHOWN_CHARS ? `${target.slice(0, MAX_SHOWN_CHARS)}…` : target;
}
