import { inject, injectable } from '@theia/core/shared/inversify';
import type * as express from '@theia/core/shared/express';
import { EarlyExpressMiddleware } from '@theia/core/lib/node/backend-application';
import { IdeHealth } from '../../../kernel/common/process-contract';
import { IdeSecret } from './ide-secret';

/** The version of the product, as `/healthz` tells it. */
export const IdeVersion = Symbol('IdeVersion');

/**
 * The guard of every HTTP request: without the gateway's secret the answer is 401 and nothing else happens.
 *
 * It fills the list in its constructor and not in `initialize()`: Theia logs what fails there and serves all the same,
 * so that a guard which is added there can be missing.
 */
@injectable()
export class GuardedExpressMiddleware extends EarlyExpressMiddleware {
    private readonly startedAtMs = Date.now();

    constructor(
        @inject(IdeSecret) private readonly secret: IdeSecret,
        @inject(IdeVersion) private readonly version: string
    ) {
        super();
        this.handlers.push(this.refuseStrangers, this.answerHealth, this.keepVersions);
    }

    private readonly refuseStrangers: express.Handler = (request, response, next) => {
        if (this.secret.isBorneBy(request)) {
            next();
        } else {
            response.status(401).end();
        }
    };

    private readonly answerHealth: express.Handler = (request, response, next) => {
        if (request.method !== 'GET' || request.path !== '/healthz') {
            next();
            return;
        }
        const health: IdeHealth = {
            process: 'ide',
            version: this.version,
            pid: process.pid,
            startedAtMs: this.startedAtMs
        };
        response.set('Cache-Control', 'no-store').json(health);
    };

    /** The files of a built-in plugin at an address with its version never change (see `PluginFiles` of the page). */
    private readonly keepVersions: express.Handler = (request, response, next) => {
        if (request.path.startsWith('/hostedPlugin/') && request.query['v']) {
            response.set('Cache-Control', 'private, max-age=31536000, immutable');
        }
        next();
    };
}
