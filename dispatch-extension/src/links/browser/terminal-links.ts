import { ContributionProvider } from '@theia/core/lib/common/contribution-provider';
import { inject, injectable, named } from '@theia/core/shared/inversify';
import { AbstractFileOpeningLinkProvider } from '@theia/terminal/lib/browser/terminal-file-opening-link-provider';
import { LinkContext, convertLinkRangeToBuffer } from '@theia/terminal/lib/browser/terminal-link-helpers';
import { TerminalLinkProvider } from '@theia/terminal/lib/browser/terminal-link-provider';
import { UrlLinkProvider } from '@theia/terminal/lib/browser/terminal-url-link-provider';
import { IBufferRange, ILink, Terminal } from '@xterm/xterm';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { TerminalFeature } from '../../terminal/browser/terminal-feature';
import { withoutOverlaps } from '../domain/path-candidates';
import { Hyperlinks } from './hyperlinks';
import { FoundLink, LinkFinder, LinkPlace } from './link-finder';
import { LinkFolders } from './link-folders';
import { LinkNote } from './link-note';
import { LinkOpener } from './link-opener';

type Linkable = Pick<FoundLink, 'start' | 'length' | 'tooltip' | 'follow'>;

/** Gives each terminal its links: what we find in its lines, what plugins find, and the hyperlinks of programs (OSC 8). */
@injectable()
export class TerminalLinks implements TerminalFeature {
    @inject(LinkFinder)
    protected readonly finder!: LinkFinder;
    @inject(LinkOpener)
    protected readonly opener!: LinkOpener;
    @inject(ContributionProvider)
    @named(TerminalLinkProvider)
    protected readonly providers!: ContributionProvider<TerminalLinkProvider>;

    private readonly places = new WeakMap<DispatchTerminalWidget, LinkPlace>();
    private readonly hyperlinks = new WeakMap<LinkPlace, Hyperlinks>();

    enable(terminal: DispatchTerminalWidget): void {
        const note = new LinkNote(terminal);
        const folders = new LinkFolders(terminal.terminal);
        const place = { terminal, folders };
        this.places.set(terminal, place);
        const hyperlinks = new Hyperlinks(place, note, this.finder, this.opener);
        this.hyperlinks.set(place, hyperlinks);
        terminal.terminal.options.linkHandler = hyperlinks;
        terminal.toDisposeWith.pushAll([
            folders,
            terminal.terminal.registerLinkProvider({
                provideLinks: (y, tell) => void this.provide(place, note, y - 1).then(tell, () => tell(undefined))
            })
        ]);
    }

    /** Where the lines of a terminal of ours come from. */
    placeOf(terminal: DispatchTerminalWidget): LinkPlace | undefined {
        return this.places.get(terminal);
    }

    /** All that can be followed in a line. A hyperlink of a program goes before what its text looks like. */
    async inLine(place: LinkPlace, line: LinkContext): Promise<FoundLink[]> {
        const hyperlinks = this.hyperlinks.get(place)?.inLine(line) ?? [];
        return withoutOverlaps([...hyperlinks, ...(await this.finder.find(place, line))]);
    }

    private async provide(place: LinkPlace, note: LinkNote, y: number): Promise<ILink[]> {
        const line = this.finder.lineAt(place, y);
        const found = await Promise.all([this.finder.find(place, line), this.ofPlugins(place, line.text)]);
        return found.flat().map(link => xtermLink(place.terminal, note, line, link));
    }

    /** What others contribute. Theia's own would find a second time, and less, what the finder does. */
    private async ofPlugins({ terminal }: LinkPlace, text: string): Promise<Linkable[]> {
        const others = this.providers
            .getContributions(true)
            .filter(each => !(each instanceof UrlLinkProvider || each instanceof AbstractFileOpeningLinkProvider));
        const answers = await Promise.allSettled(others.map(each => each.provideLinks(text, terminal)));
        return answers
            .flatMap(answer => (answer.status === 'fulfilled' ? answer.value : []))
            .map(({ startIndex, length, tooltip, handle }) => ({
                start: startIndex,
                length,
                tooltip: tooltip ?? text.slice(startIndex, startIndex + length),
                follow: () => void handle()
            }));
    }
}

function xtermLink(terminal: DispatchTerminalWidget, note: LinkNote, line: LinkContext, link: Linkable): ILink {
    return {
        text: line.text.slice(link.start, link.start + link.length),
        range: rangeOf(terminal.terminal, line, link),
        activate: event => {
            event.preventDefault();
            if (note.follows(event)) {
                note.hide();
                link.follow();
            }
        },
        hover: event => note.show(event, link.tooltip, link.follow),
        leave: () => note.leave()
    };
}

function rangeOf(terminal: Terminal, { lines, startLine }: LinkContext, { start, length }: Linkable): IBufferRange {
    const range = { startColumn: start + 1, startLineNumber: 1, endColumn: start + length + 1, endLineNumber: 1 };
    return convertLinkRangeToBuffer(lines, terminal.cols, range, startLine);
}
