import { ContainerModule } from '@theia/core/shared/inversify';
import { WebSocketConnectionSource } from '@theia/core/lib/browser/messaging/ws-connection-source';
import { DispatchConnectionSource } from './core/messaging/ws-connection-source';

// Theia connects while it preloads: what belongs to the connection must be bound before the other modules are loaded.
export default new ContainerModule((_bind, _unbind, _isBound, rebind) => {
    rebind(WebSocketConnectionSource).to(DispatchConnectionSource).inSingletonScope();
});
