import { ContainerModule } from '@theia/core/shared/inversify';
import { ConnectionHandler, RpcConnectionHandler } from '@theia/core/lib/common/messaging';
import {
    BackendApplicationContribution,
    BackendApplicationServer,
    EarlyExpressMiddleware
} from '@theia/core/lib/node/backend-application';
import { ApplicationPackage } from '@theia/core/shared/@theia/application-package';
import { BrowserConnectionTokenBackendContribution } from '@theia/core/lib/node/hosting/browser-connection-token';
import { WsOriginValidator } from '@theia/core/lib/node/hosting/ws-origin-validator';
import { SocketWriteBuffer } from '@theia/core/lib/common/messaging/socket-write-buffer';
import { WebsocketEndpoint } from '@theia/core/lib/node/messaging/websocket-endpoint';
import { pluginCatalogPath, PluginCatalogService } from '../common/plugin-ext/plugin-catalog-protocol';
import { UnsentMessages } from '../common/core/messaging/unsent-messages';
import { GuardedExpressMiddleware, IdeVersion } from './core/backend-application';
import { GatewayConnectionValidator } from './core/hosting/browser-connection-token';
import { IdeSecret } from './core/ide-secret';
import { DispatchWebsocketEndpoint } from './core/messaging/websocket-endpoint';
import { ideStart } from './ide-start';
import { PluginCatalog } from './plugin-ext/plugin-catalog';

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
    // one per connection
    rebind<unknown>(SocketWriteBuffer).toDynamicValue(() => new UnsentMessages());
    // the gateway serves the page's files
    bind(BackendApplicationServer).toConstantValue({});
});
