import {
    RemoteConnectionProvider,
    ServiceConnectionProvider
} from '@theia/core/lib/browser/messaging/service-connection-provider';
import { WebSocketConnectionProvider } from '@theia/core/lib/browser/messaging/ws-connection-provider';
import { ContainerModule } from '@theia/core/shared/inversify';
import { RemoteFileSystemProvider } from '@theia/filesystem/lib/common/remote-file-system-provider';
import { HostedPluginServer } from '@theia/plugin-ext/lib/common/plugin-protocol';
import { HostedPluginWatcher } from '@theia/plugin-ext/lib/hosted/browser/hosted-plugin-watcher';
import { hostedServicePath } from '@theia/plugin-ext/lib/common/plugin-protocol';
import { pluginCatalogPath, PluginCatalogService } from '../common/plugin-ext/plugin-catalog-protocol';
import { DispatchFileSystemProvider } from './filesystem/remote-file-system-provider';
import { withCatalog } from './plugin-ext/cached-plugin-server';
import { PluginFiles } from './plugin-ext/plugin-files';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    // what a page need not fetch twice: one per page
    bind(PluginFiles).toSelf().inSingletonScope();
    rebind(RemoteFileSystemProvider).to(DispatchFileSystemProvider).inSingletonScope();
    rebind(HostedPluginServer)
        .toDynamicValue(({ container }) => {
            const client = container.get(HostedPluginWatcher).getHostedPluginClient();
            const connection = container.get<ServiceConnectionProvider>(RemoteConnectionProvider);
            return withCatalog(
                WebSocketConnectionProvider.createProxy<HostedPluginServer>(container, hostedServicePath, client),
                connection.createProxy<PluginCatalogService>(pluginCatalogPath),
                container.get(PluginFiles)
            );
        })
        .inSingletonScope();
});
