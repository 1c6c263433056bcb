import { SessionFeature, SessionGround, SessionPart } from '../../conversation/host/conversation-api';
import { SandboxRpc } from '../common/sandbox-protocol';
import { Sandbox } from './sandbox';
import { sandboxSettings } from './sandbox-settings';

/** Lets each Claude session say what its sandbox gives. */
export class SandboxFeature implements SessionFeature {
    constructor(private readonly sandbox: Sandbox) {}

    join({ context, surfaces }: SessionGround): SessionPart {
        surfaces.serve(SandboxRpc, { getSandbox: () => this.sandbox.state(sandboxSettings(context.limits)) });
        return {};
    }
}
