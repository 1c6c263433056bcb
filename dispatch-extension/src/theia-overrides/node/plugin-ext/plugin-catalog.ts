import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { inject, injectable } from '@theia/core/shared/inversify';
import type * as express from '@theia/core/shared/express';
import { BackendApplicationContribution } from '@theia/core/lib/node/backend-application';
import { DeployedPlugin, PluginDeployerHandler, PluginIdentifiers } from '@theia/plugin-ext/lib/common/plugin-protocol';
import { HostedPluginLocalizationService } from '@theia/plugin-ext/lib/hosted/node/hosted-plugin-localization-service';
import { catalogUrl, PluginCatalogService } from '../../common/plugin-ext/plugin-catalog-protocol';

/** So many descriptions are kept: one for each set of plugins and language that pages ask for. */
const MAX_ENTRIES = 4;
/** Quick enough for a person who waits (0.2 s for 5 MB), and a third smaller than gzip. */
const BROTLI_QUALITY = 5;

interface Entry {
    json: string;
    br?: Promise<Buffer>;
    gzip?: Promise<Buffer>;
}

/**
 * Serves the description of all plugins over HTTP under a name that is its digest: a browser keeps it. Theia sends it to
 * every page by RPC: with VS Code's built-in extensions that is 4.8 MB at each load, of which most are grammars.
 */
@injectable()
export class PluginCatalog implements PluginCatalogService, BackendApplicationContribution {
    private readonly entries = new Map<string, Entry>();

    constructor(
        @inject(PluginDeployerHandler) private readonly deployer: PluginDeployerHandler,
        @inject(HostedPluginLocalizationService) private readonly localization: HostedPluginLocalizationService
    ) {}

    configure(app: express.Application): void {
        app.get(`/${catalogUrl(':digest([0-9a-f]{64})')}`, (request, response, next) => {
            this.answer(request, response).catch(next);
        });
    }

    async digestOf(versionedIds: string[]): Promise<string> {
        const json = JSON.stringify(await this.describe(versionedIds));
        const digest = createHash('sha256').update(json).digest('hex');
        this.keep(digest, this.entries.get(digest) ?? { json });
        return digest;
    }

    /** As Theia's `HostedPluginServerImpl.getDeployedPlugins` does. */
    private describe(versionedIds: string[]): Promise<DeployedPlugin[]> {
        const plugins = versionedIds.flatMap(
            id => this.deployer.getDeployedPlugin(id as PluginIdentifiers.VersionedId) ?? []
        );
        return Promise.all(plugins.map(plugin => this.localization.localizePlugin(plugin)));
    }

    private keep(digest: string, entry: Entry): void {
        this.entries.delete(digest);
        this.entries.set(digest, entry);
        for (const oldest of [...this.entries.keys()].slice(0, -MAX_ENTRIES)) {
            this.entries.delete(oldest);
        }
    }

    private async answer(request: express.Request, response: express.Response): Promise<void> {
        const entry = this.entries.get(request.params['digest'] ?? '');
        if (!entry) {
            response.set('Cache-Control', 'no-store').sendStatus(404);
            return;
        }
        const encoding = request.acceptsEncodings('br', 'gzip');
        response.set({
            'Content-Type': 'application/json',
            'Cache-Control': 'private, max-age=31536000, immutable',
            Vary: 'Accept-Encoding'
        });
        if (encoding === 'br') {
            response.set('Content-Encoding', 'br').end(await (entry.br ??= compressBrotli(entry.json)));
        } else if (encoding === 'gzip') {
            response.set('Content-Encoding', 'gzip').end(await (entry.gzip ??= promisify(gzip)(entry.json)));
        } else {
            response.end(entry.json);
        }
    }
}

function compressBrotli(text: string): Promise<Buffer> {
    return promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
}
