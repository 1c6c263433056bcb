import { expect } from 'chai';
import type { DeployedPlugin, HostedPluginServer } from '@theia/plugin-ext/lib/common/plugin-protocol';
import { withCatalog } from './cached-plugin-server';
import type { PluginFiles } from './plugin-files';

describe('descriptions of plugins', () => {
    it('are asked of the backend where the catalog has none (a request that broke left the page without plugins)', async () => {
        const plugin = { type: 0 } as unknown as DeployedPlugin;
        const added: DeployedPlugin[][] = [];
        const server = withCatalog(
            { getDeployedPlugins: async () => [plugin] } as unknown as HostedPluginServer,
            { digestOf: () => Promise.reject(new Error('the connection broke')) },
            { add: (plugins: DeployedPlugin[]) => added.push(plugins) } as unknown as PluginFiles
        );
        expect(await server.getDeployedPlugins(['a.plugin@1.0.0'])).to.deep.equal([plugin]);
        expect(added).to.deep.equal([[plugin]]);
    });
});
