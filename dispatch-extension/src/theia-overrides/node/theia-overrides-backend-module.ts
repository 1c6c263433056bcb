import { dirname, join } from 'node:path';
import { ContainerModule } from '@theia/core/shared/inversify';
import { KeyStoreService } from '@theia/core/lib/common/key-store';
import { ILogger } from '@theia/core/lib/common/logger';
import { ConnectionHandler, RpcConnectionHandler } from '@theia/core/lib/common/messaging';
import {
    BackendApplicationContribution,
    BackendApplicationPath,
    BackendApplicationServer,
    EarlyExpressMiddleware
} from '@theia/core/lib/node/backend-application';
import { ApplicationPackage } from '@theia/core/shared/@theia/application-package';
import { BrowserConnectionTokenBackendContribution } from '@theia/core/lib/node/hosting/browser-connection-token';
import { WsOriginValidator } from '@theia/core/lib/node/hosting/ws-origin-validator';
import { ReconnectableSocketChannel } from '@theia/core/lib/node/messaging/websocket-frontend-connection-service';
import { WebsocketEndpoint } from '@theia/core/lib/node/messaging/websocket-endpoint';
import { pluginCatalogPath, PluginCatalogService } from '../common/plugin-ext/plugin-catalog-protocol';
import { GuardedExpressMiddleware, IdeVersion } from './core/backend-application';
import { GatewayConnectionValidator } from './core/hosting/browser-connection-token';
import { EncryptedVault } from './core/encrypted-vault';
import { IdeSecret } from './core/ide-secret';
import { VaultKeyStore } from './core/key-store-server';
import { DispatchWebsocketEndpoint } from './core/messaging/websocket-endpoint';
import { ResumableSocketChannel } from './core/messaging/websocket-frontend-connection-service';
import { PluginDeployerParticipant, PluginDeployerResolver } from '@theia/plugin-ext/lib/common/plugin-protocol';
import { ideStart } from './ide-start';
import { PluginCatalog } from './plugin-ext/plugin-catalog';
import { PluginFolders } from './plugin-ext/plugin-folders';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    // the door: one per application
    bind(IdeSecret)
        .toDynamicValue(() => new IdeSecret(ideStart().secret))
        .inSingletonScope();
    bind(IdeVersion).toDynamicValue(({ container }) => container.get(ApplicationPackage).pck.version ?? '0.0.0');
    rebind(EarlyExpressMiddleware).to(GuardedExpressMiddleware).inSingletonScope();
    bind(GatewayConnectionValidator).toSelf().inSingletonScope();
    rebind(BrowserConnectionTokenBackendContribution).toService(GatewayConnectionValidator);
    rebind(WsOriginValidator).toService(GatewayConnectionValidator);
    rebind(WebsocketEndpoint).to(DispatchWebsocketEndpoint).inSingletonScope();
    // what a page need not fetch twice: one per application
    bind(PluginCatalog).toSelf().inSingletonScope();
    bind(BackendApplicationContribution).toService(PluginCatalog);
    bind(ConnectionHandler)
        .toDynamicValue(({ container }) => {
            const catalog = container.get(PluginCatalog);
            const facade: PluginCatalogService = { digestOf: ids => catalog.digestOf(ids) };
            return new RpcConnectionHandler(pluginCatalogPath, () => facade);
        })
        .inSingletonScope();
    // where plugins are: one per application
    bind(PluginFolders)
        .toDynamicValue(({ container }) => {
            const { pluginFolders: folders, configFolder } = ideStart();
            const logger = container.get<ILogger>(ILogger);
            return new PluginFolders({
                folders,
                unpackFolder: join(configFolder, 'unpacked-plugins'),
                productFolder: dirname(BackendApplicationPath),
                report: (file, error) => void logger.error(`The plugin ${file} cannot be unpacked.`, error)
            });
        })
        .inSingletonScope();
    bind(PluginDeployerResolver).toService(PluginFolders);
    bind(PluginDeployerParticipant).toService(PluginFolders);
    // secrets of plugins: one per application
    rebind(KeyStoreService)
        .toDynamicValue(() => {
            const folder = ideStart().configFolder;
            return new VaultKeyStore(new EncryptedVault(join(folder, 'secrets.vault'), join(folder, 'secrets.key')));
        })
        .inSingletonScope();
    // one per connection
    rebind(ReconnectableSocketChannel).to(ResumableSocketChannel);
    // the gateway serves the page's files
    bind(BackendApplicationServer).toConstantValue({});
});
