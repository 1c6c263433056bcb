import { Endpoint } from '@theia/core/lib/browser/endpoint';
import URI from '@theia/core/lib/common/uri';
import { injectable } from '@theia/core/shared/inversify';
import { DeployedPlugin, getPluginId, PluginType } from '@theia/plugin-ext/lib/common/plugin-protocol';

/**
 * Knows at which address a file of a built-in plugin can be fetched and kept for ever: themes, icons and snippets are read
 * at every load. A person's own plugins are left out; they may change in place.
 */
@injectable()
export class PluginFiles {
    private readonly addresses = new Map<string, { pluginId: string; version: string }>();

    /** Adds plugins that were deployed. */
    add(plugins: DeployedPlugin[]): void {
        for (const { type, metadata } of plugins) {
            if (type === PluginType.System) {
                const { model } = metadata;
                this.addresses.set(folderOf(model.packageUri), {
                    pluginId: getPluginId(model),
                    version: model.version
                });
            }
        }
    }

    /** The address of a file, or undefined where it is not one of a built-in plugin. */
    urlOf(file: URI): string | undefined {
        if (file.scheme !== 'file') {
            return undefined;
        }
        const path = file.path.toString();
        for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
            const address = this.addresses.get(path.slice(0, end));
            if (address) {
                const url = new Endpoint({ path: `hostedPlugin/${address.pluginId}${path.slice(end)}` }).getRestUrl();
                return `${url}?v=${encodeURIComponent(address.version)}`;
            }
        }
        return undefined;
    }
}

function folderOf(packageUri: string): string {
    return new URI(packageUri).path.toString().replace(/\/$/, '');
}
