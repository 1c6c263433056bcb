import { inject, injectable } from '@theia/core/shared/inversify';
import type * as express from '@theia/core/shared/express';
import type { IncomingMessage } from 'node:http';
import { HttpConnectionValidator } from '@theia/core/lib/node/hosting/browser-connection-token';
import { BackendApplicationContribution } from '@theia/core/lib/node/backend-application';
import { WsRequestValidatorContribution } from '@theia/core/lib/node/ws-request-validators';
import { IdeSecret } from '../ide-secret';

/**
 * Stands in for Theia's connection token and its origin check.
 *
 * Theia's token is a random cookie of each start: a page that was open before a restart would be refused for ever
 * (theia #17761). Here the gateway has checked session, Host and Origin before it forwards anything, and its secret is
 * the proof. The secret outlives a restart of the ide, so an open page reconnects by itself.
 */
@injectable()
export class GatewayConnectionValidator
    implements BackendApplicationContribution, WsRequestValidatorContribution, HttpConnectionValidator
{
    constructor(@inject(IdeSecret) private readonly secret: IdeSecret) {}

    /** Theia's own hands out its cookie from here. There is nothing to hand out. */
    initialize(): void {}

    /** Never throws: Theia would leave the upgrade hanging. */
    allowWsUpgrade(request: IncomingMessage): boolean {
        return this.secret.isBorneBy(request);
    }

    validateRequest(request: express.Request, response: express.Response, next: express.NextFunction): void {
        if (this.secret.isBorneBy(request)) {
            next();
        } else {
            response.sendStatus(403);
        }
    }
}
