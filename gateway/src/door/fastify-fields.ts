import { SignIn } from '../identity/sign-ins';
import { RequestFacts } from './request-facts';

declare module 'fastify' {
    interface FastifyRequest {
        /** Set by the door before any handler runs. */
        facts: RequestFacts;
        /** The person's sign-in. Always there on routes that are not on the access list. */
        signIn: SignIn | undefined;
    }
}
