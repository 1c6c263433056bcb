import { nls } from '@theia/core/lib/common/nls';
import { inject, injectable } from '@theia/core/shared/inversify';
import { LinkContext, getLinkContext } from '@theia/terminal/lib/browser/terminal-link-helpers';
import { WorkspaceService } from '@theia/workspace/lib/browser';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { headingAbove, lineReferenceIn } from '../domain/line-references';
import { findPathCandidates, withoutOverlaps } from '../domain/path-candidates';
import { UrlLink, findUrls } from '../domain/url-links';
import { LinkFolders, folderOfUri } from './link-folders';
import { LinkOpener } from './link-opener';
import { PathKind, PathResolver } from './path-resolver';

/** A line with more than this many candidates is no output for people. */
const MAX_CANDIDATES = 60;

/** A link that was found in a line, and leads somewhere. */
export interface FoundLink {
    /** Where it is in the line with all its wrapped parts, in UTF-16 units. */
    readonly start: number;
    readonly length: number;
    readonly text: string;
    /** Where it leads, of a hyperlink, whose text need not say so. */
    readonly target?: string;
    readonly kind: PathKind | 'url';
    /** What following it does, in words. */
    readonly tooltip: string;
    follow(): void;
}

/** Where a line comes from: what relative paths in it are relative to. */
export interface LinkPlace {
    readonly terminal: DispatchTerminalWidget;
    readonly folders: LinkFolders;
}

/** Finds the links in a line of a terminal: addresses, and paths of what is there. */
@injectable()
export class LinkFinder {
    @inject(PathResolver)
    protected readonly paths!: PathResolver;
    @inject(LinkOpener)
    protected readonly opener!: LinkOpener;
    @inject(WorkspaceService)
    protected readonly workspace!: WorkspaceService;

    /** The line that row `y` of the buffer, from 0, is a part of. */
    lineAt({ terminal }: LinkPlace, y: number): LinkContext {
        // Written for xterm 5; what it uses is the same in 6.
        const asTheirs = terminal.terminal as unknown as Parameters<typeof getLinkContext>[0];
        return getLinkContext(asTheirs, y + 1);
    }

    /** The links of such a line, by their place. */
    async find(place: LinkPlace, { text, startLine }: LinkContext): Promise<FoundLink[]> {
        const folders = this.foldersOf(place, startLine);
        const found = [
            ...(await this.addresses(text)),
            ...(await this.pathsIn(text, folders)),
            ...(await this.reference(place, text, startLine, folders))
        ];
        return withoutOverlaps(found);
    }

    private foldersOf({ terminal, folders }: LinkPlace, y: number): string[] {
        const roots = this.workspace.tryGetRoots().map(root => root.resource.path.fsPath());
        return [folders.at(y), terminal.lastCwd.path.fsPath(), terminal.sessionInfo?.folder, ...roots].filter(
            (folder): folder is string => folder !== undefined && folder.length > 1
        );
    }

    private async addresses(text: string): Promise<FoundLink[]> {
        const links = await Promise.all(
            findUrls(text).map(link => (link.url.startsWith('file:') ? this.fileAddress(link) : this.address(link)))
        );
        return links.filter(link => link !== undefined);
    }

    private address({ start, length, url }: UrlLink): FoundLink {
        const tooltip = nls.localizeByDefault('Follow link');
        return { start, length, text: url, kind: 'url', tooltip, follow: () => this.opener.openUrl(url) };
    }

    private async fileAddress({ start, length, url }: UrlLink): Promise<FoundLink | undefined> {
        const [, address, line, column] = /^(.*?)(?:(?::|#L)(\d+)(?::(\d+))?)?$/.exec(url) ?? [];
        const path = folderOfUri(address);
        return path === undefined
            ? undefined
            : this.pathLink({ start, length, path, line: numberOf(line), column: numberOf(column) }, url, []);
    }

    private async pathsIn(text: string, folders: readonly string[]): Promise<FoundLink[]> {
        const candidates = findPathCandidates(text).slice(0, MAX_CANDIDATES);
        const links = await Promise.all(
            candidates.map(each => this.pathLink(each, text.slice(each.start, each.start + each.length), folders))
        );
        return links.filter(link => link !== undefined);
    }

    /** `  12:5  error` below the name of its file. */
    private async reference(
        { terminal }: LinkPlace,
        text: string,
        y: number,
        folders: readonly string[]
    ): Promise<FoundLink[]> {
        const reference = lineReferenceIn(text);
        const { active } = terminal.terminal.buffer;
        const path = reference && headingAbove(up => active.getLine(y - up)?.translateToString(true));
        if (path === undefined || !reference) {
            return [];
        }
        const link = await this.pathLink({ ...reference, path }, `${path}:${reference.line}`, folders);
        return link?.kind === 'file' ? [link] : [];
    }

    private async pathLink(
        at: { start: number; length: number; path: string; line?: number; column?: number },
        text: string,
        folders: readonly string[]
    ): Promise<FoundLink | undefined> {
        const existing = await this.paths.resolve(at.path, folders);
        if (!existing) {
            return undefined;
        }
        const tooltip =
            existing.kind === 'file'
                ? nls.localizeByDefault('Open file in editor')
                : nls.localizeByDefault('Focus folder in explorer');
        return {
            start: at.start,
            length: at.length,
            text,
            kind: existing.kind,
            tooltip,
            follow: () => void this.opener.openPath(existing, at)
        };
    }
}

function numberOf(digits: string | undefined): number | undefined {
    return digits === undefined ? undefined : Number(digits);
}
