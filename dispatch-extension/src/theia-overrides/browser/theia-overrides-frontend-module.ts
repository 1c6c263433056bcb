import {
    RemoteConnectionProvider,
    ServiceConnectionProvider
} from '@theia/core/lib/browser/messaging/service-connection-provider';
import { WebSocketConnectionProvider } from '@theia/core/lib/browser/messaging/ws-connection-provider';
import { DialogOverlayService } from '@theia/core/lib/browser/dialogs';
import { FrontendApplicationContribution } from '@theia/core/lib/browser/frontend-application-contribution';
import { JsonSchemaDataStore } from '@theia/core/lib/browser/json-schema-store';
import { quickInputServicePath } from '@theia/core/lib/common/quick-pick-service';
import { ContainerModule } from '@theia/core/shared/inversify';
import {
    LocationListRendererFactory,
    LocationListRendererOptions
} from '@theia/filesystem/lib/browser/location/location-renderer';
import { MonacoQuickInputService } from '@theia/monaco/lib/browser/monaco-quick-input-service';
import { NotificationsContribution } from '@theia/messages/lib/browser/notifications-contribution';
import { RemoteFileSystemProvider } from '@theia/filesystem/lib/common/remote-file-system-provider';
import { HostedPluginServer } from '@theia/plugin-ext/lib/common/plugin-protocol';
import { HostedPluginWatcher } from '@theia/plugin-ext/lib/hosted/browser/hosted-plugin-watcher';
import { hostedServicePath } from '@theia/plugin-ext/lib/common/plugin-protocol';
import { pluginCatalogPath, PluginCatalogService } from '../common/plugin-ext/plugin-catalog-protocol';
import { DispatchDialogOverlays } from './core/dialogs';
import { LazyJsonSchemaStore } from './core/json-schema-store';
import { SecondaryWindowIcons } from './core/secondary-window-icons';
import { DispatchLocationListRenderer } from './filesystem/location-list-renderer';
import { DispatchFileSystemProvider } from './filesystem/remote-file-system-provider';
import { DispatchNotifications } from './messages/notifications-contribution';
import { DispatchQuickInputService } from './monaco/monaco-quick-input-service';
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

    // what is not needed while a page starts: one per page
    rebind(JsonSchemaDataStore).to(LazyJsonSchemaStore).inSingletonScope();

    // dialogs, and what Escape closes beside them: one per page
    rebind(DialogOverlayService).to(DispatchDialogOverlays).inSingletonScope();
    rebind(NotificationsContribution).to(DispatchNotifications).inSingletonScope();

    // pickers: one per page; Theia answers the backend's with it
    rebind(MonacoQuickInputService)
        .to(DispatchQuickInputService)
        .inSingletonScope()
        .onActivation(({ container }, service) => {
            WebSocketConnectionProvider.createHandler(container, quickInputServicePath, service);
            return service;
        });

    // secondary windows: one per page
    bind(SecondaryWindowIcons).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(SecondaryWindowIcons);

    // one per file dialog
    rebind(LocationListRendererFactory).toFactory(({ container }) => (options: LocationListRendererOptions) => {
        const child = container.createChild();
        child.bind(LocationListRendererOptions).toConstantValue(options);
        return child.resolve(DispatchLocationListRenderer);
    });
});
