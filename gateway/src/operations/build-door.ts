import { AllowedHosts } from '../door/allowed-hosts';
import { Door } from '../door/door';
import { AddressSet } from '../door/ip-address';
import { LiveSockets } from '../door/live-sockets';
import { RequestReader } from '../door/request-facts';
import { AttemptLimiter } from '../identity/attempt-limiter';
import { SessionCookie } from '../identity/session-cookie';
import { SignInLinks } from '../identity/sign-in-links';
import { SignIns } from '../identity/sign-ins';
import { TerminalKey } from '../identity/terminal-key';
import { Meter } from '../meter/meter';
import { registerUsageRoutes, UsageServices } from '../meter/usage-routes';
import { IdeControl } from '../supervision/ide-control';
import { isLoopbackHost } from './configuration';
import { GatewayOptions } from './gateway-options';
import { DataLayout } from './layout';
import { GatewayLog } from './log';

/** What the door is made of. `port` is asked each time: it is not known before the gateway listens. */
export interface DoorBasis {
    options: GatewayOptions;
    layout: DataLayout;
    secret: string;
    log: GatewayLog;
    signIns: SignIns;
    links: SignInLinks;
    sockets: LiveSockets;
    ide: IdeControl;
    meter: Meter;
    usage: UsageServices;
    port: () => number;
}

/** Puts the door together from the configuration. */
export function buildDoor({ options, layout, secret, meter, usage, port, ...services }: DoorBasis): Promise<Door> {
    const { configuration, program } = options;
    const hosts = new AllowedHosts({
        port,
        publicHost: configuration.PUBLIC_URL ? new URL(configuration.PUBLIC_URL).host : undefined,
        reachable: !isLoopbackHost(configuration.HOST)
    });
    return Door.build({
        ...services,
        key: configuration.TERMINAL_KEY ? new TerminalKey(configuration.TERMINAL_KEY) : undefined,
        limiter: new AttemptLimiter(),
        cookie: new SessionCookie(port),
        reader: new RequestReader(hosts, new AddressSet(configuration.TRUST_PROXY), configuration.PUBLIC_URL),
        upstreams: {
            ide: { name: 'ide', socketPath: layout.ideSocket, secret },
            'session-host': { name: 'session host', socketPath: layout.sessionHostSocket, secret }
        },
        assetsFolder: program.assets,
        staticFolder: program.staticFiles,
        registerMeter: app => meter.register(app),
        registerUsage: app => registerUsageRoutes(app, usage),
        version: options.version
    });
}
