import { URI } from '@theia/core/lib/common/uri';
import { CancellationToken, CancellationTokenSource } from '@theia/core/lib/common/cancellation';
import { ILogger } from '@theia/core/lib/common/logger';
import { inject, injectable } from '@theia/core/shared/inversify';
import { FileSearchService } from '@theia/file-search/lib/common/file-search-service';
import { FileService } from '@theia/filesystem/lib/browser/file-service';
import { MonacoLanguages } from '@theia/monaco/lib/browser/monaco-languages';
import { mentionOf } from '../../domain/completion-trigger';
import { foldersOf } from '../../domain/folders-of';
import { ContextSources } from './context-sources';
import type { Suggestion } from './suggestion';

const MAX_FILES = 40;
const MAX_FOLDERS = 5;
const MAX_SYMBOLS = 10;
/** Language servers may take long, or never answer; the list does not wait for them longer than this. */
const SYMBOLS_MS = 1_500;

/** What can be named after an `@`: files and folders of the session, symbols, problems, terminals. */
@injectable()
export class Mentions {
    constructor(
        @inject(FileSearchService) private readonly search: FileSearchService,
        @inject(FileService) private readonly files: FileService,
        @inject(MonacoLanguages) private readonly languages: MonacoLanguages,
        @inject(ContextSources) private readonly contexts: ContextSources,
        @inject(ILogger) private readonly logger: ILogger
    ) {}

    /** What fits, the likeliest first. What cannot be asked is left out. Never rejects. */
    async suggest(query: string, folder: string): Promise<Suggestion[]> {
        const root = URI.fromFilePath(folder);
        const cancel = new CancellationTokenSource();
        const timer = setTimeout(() => cancel.cancel(), SYMBOLS_MS);
        try {
            const [paths, symbols] = await Promise.all([
                this.orNone(this.paths(query, root)),
                this.orNone(this.symbols(query, root, cancel.token))
            ]);
            return [...paths, ...symbols, ...this.contexts.matching(query, folder)];
        } finally {
            clearTimeout(timer);
            cancel.dispose();
        }
    }

    private async paths(query: string, root: URI): Promise<Suggestion[]> {
        if (query === '' || query.endsWith('/')) {
            return this.listing(query, root);
        }
        const found = await this.search.find(query, {
            rootUris: [root.toString()],
            fuzzyMatch: true,
            limit: MAX_FILES,
            useGitIgnore: true
        });
        const paths = found.map(each => root.relative(new URI(each))?.toString()).filter(path => path !== undefined);
        const folders = foldersOf(paths, query).slice(0, MAX_FOLDERS);
        return [...folders.map(folderSuggestion), ...paths.map(fileSuggestion)];
    }

    /** What is in a folder, folders first. */
    private async listing(path: string, root: URI): Promise<Suggestion[]> {
        const { children = [] } = await this.files.resolve(root.resolve(path));
        return children
            .filter(child => child.name !== '.git')
            .sort((a, b) => Number(b.isDirectory) - Number(a.isDirectory) || a.name.localeCompare(b.name))
            .slice(0, MAX_FILES)
            .map(child =>
                child.isDirectory ? folderSuggestion(`${path}${child.name}/`) : fileSuggestion(`${path}${child.name}`)
            );
    }

    private async symbols(query: string, root: URI, token: CancellationToken): Promise<Suggestion[]> {
        if (query.length < 2 || query.includes('/')) {
            return [];
        }
        const late = new Promise<undefined>(resolve => token.onCancellationRequested(() => resolve(undefined)));
        const asked = this.languages.workspaceSymbolProviders.map(provider =>
            Promise.race([Promise.resolve(provider.provideWorkspaceSymbols({ query }, token)), late])
        );
        const found = (await Promise.all(asked)).flatMap(symbols => symbols ?? []);
        return found.slice(0, MAX_SYMBOLS).flatMap(({ name, location }) => {
            const path = root.relative(new URI(location.uri))?.toString();
            const line = location.range.start.line + 1;
            return path === undefined
                ? []
                : [
                      {
                          id: `symbol:${name}:${path}:${line}`,
                          label: name,
                          detail: `${path}:${line}`,
                          icon: 'symbol-method',
                          insert: `${mentionOf(`${path}#L${line}`)} `
                      }
                  ];
        });
    }

    private async orNone(suggestions: Promise<Suggestion[]>): Promise<Suggestion[]> {
        try {
            return await suggestions;
        } catch (error) {
            void this.logger.debug('Could not complete a mention.', error);
            return [];
        }
    }
}

function fileSuggestion(path: string): Suggestion {
    const name = path.split('/').at(-1) ?? path;
    const parent = path.slice(0, path.length - name.length);
    return { id: `file:${path}`, label: name, detail: parent, icon: 'file', insert: `${mentionOf(path)} ` };
}

/** The list goes on inside it: no space after it. */
function folderSuggestion(path: string): Suggestion {
    return { id: `folder:${path}`, label: path, icon: 'folder', insert: /\s/.test(path) ? `@"${path}` : `@${path}` };
}
