import { IncomingMessage } from 'node:http';
import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { SessionCookie } from '../identity/session-cookie';
import { SignIn, SignIns } from '../identity/sign-ins';
import { accessOf } from './access-list';
import { isCausedByOwnPage, isUpgradeOfOwnPage } from './browser-rules';
import { DoorErrors } from './door-errors';
import { RequestFacts } from './request-facts';

/** Who comes in: a person with a sign-in, or somebody whom the access list lets in without. */
export interface Admission {
    signIn: SignIn | undefined;
}

/** The answer to a request for a host that is not ours. */
export const MISDIRECTED = 421;

/**
 * The one place that decides who comes in. HTTP requests and upgrades pass it before anything is looked up, read or
 * connected. The host was checked before (see {@link RequestFacts.hostKind}).
 */
export class Guard {
    constructor(
        private readonly signIns: SignIns,
        private readonly cookie: SessionCookie
    ) {}

    /** Throws `door.signed-out` or `door.other-site`. `pattern` is the matched route's, undefined for none. */
    async admit(request: IncomingMessage, facts: RequestFacts, pattern: string | undefined): Promise<Admission> {
        const method = request.method ?? 'GET';
        const access = accessOf(method, pattern);
        if (access === 'meter') {
            return { signIn: undefined };
        }
        const signIn = await this.findSignIn(request, facts);
        if (access === 'public' && (method === 'GET' || method === 'HEAD')) {
            return { signIn };
        }
        if (access === 'session' && !signIn) {
            throw DoorErrors.signedOut();
        }
        if (!isCausedByOwnPage({ method, headers: request.headers }, facts.origin)) {
            throw DoorErrors.otherSite();
        }
        if (isApiChange(method, pattern) && request.headers['x-dispatch'] !== '1') {
            throw DoorErrors.otherSite();
        }
        return { signIn };
    }

    /** As {@link admit}, for an upgrade: these always need a sign-in and our own `Origin`. */
    async admitUpgrade(request: IncomingMessage, facts: RequestFacts): Promise<SignIn | DispatchError> {
        const signIn = await this.findSignIn(request, facts);
        if (!signIn) {
            return DoorErrors.signedOut();
        }
        return isUpgradeOfOwnPage(request.headers, facts.origin) ? signIn : DoorErrors.otherSite();
    }

    private async findSignIn(request: IncomingMessage, facts: RequestFacts): Promise<SignIn | undefined> {
        const id = this.cookie.read(request.headers.cookie, facts.secure);
        return id === undefined ? undefined : this.signIns.find(id);
    }
}

/** Our own interface asks for a header that no form and no other site can send. */
function isApiChange(method: string, pattern: string | undefined): boolean {
    return method !== 'GET' && method !== 'HEAD' && (pattern?.startsWith('/api/') ?? false);
}
