import { DeployedPlugin, HostedPluginServer } from '@theia/plugin-ext/lib/common/plugin-protocol';
import { catalogUrl, PluginCatalogService } from '../../common/plugin-ext/plugin-catalog-protocol';
import { PluginFiles } from './plugin-files';

/**
 * Theia's plugin service, with the descriptions of plugins fetched from the catalog. Where that fails, they are asked
 * for in Theia's own way.
 */
export function withCatalog(
    server: HostedPluginServer,
    catalog: PluginCatalogService,
    files: PluginFiles
): HostedPluginServer {
    const getDeployedPlugins: HostedPluginServer['getDeployedPlugins'] = async ids => {
        const plugins = (await fetchDescription(catalog, ids)) ?? (await server.getDeployedPlugins(ids));
        files.add(plugins);
        return plugins;
    };
    return new Proxy(server, {
        get: (target, property, receiver) =>
            property === 'getDeployedPlugins' ? getDeployedPlugins : Reflect.get(target, property, receiver)
    });
}

async function fetchDescription(catalog: PluginCatalogService, ids: string[]): Promise<DeployedPlugin[] | undefined> {
    if (ids.length === 0) {
        return [];
    }
    try {
        const answer = await fetch(catalogUrl(await catalog.digestOf(ids)), { credentials: 'same-origin' });
        return answer.ok ? ((await answer.json()) as DeployedPlugin[]) : undefined;
    } catch {
        // No answer, or half of one: the connection that the caller has instead repairs itself.
        return undefined;
    }
}
