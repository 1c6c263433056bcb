import { SessionFeature, SessionGround, SessionPart } from '../../conversation/host/conversation-api';
import { SandboxRpc } from '../common/sandbox-protocol';
import { EgressRules } from '../domain/egress-rules';
import { Sandbox } from './sandbox';
import { sandboxSettings } from './sandbox-settings';

/** Lets each Claude session say what its sandbox gives, and keeps what its processes wanted of the network and did not get. */
export class SandboxFeature implements SessionFeature {
    constructor(private readonly sandbox: Sandbox) {}

    join({ context, recorder, surfaces }: SessionGround): SessionPart {
        const settings = () => sandboxSettings(context.limits);
        surfaces.serve(SandboxRpc, { getSandbox: () => this.sandbox.state(settings()) });
        const remove = this.sandbox.egress.add({
            sessionId: context.info.id,
            rules: () => {
                const { egress } = settings();
                return egress && new EgressRules(egress);
            },
            refused: (host, port) => {
                const text = `A process of this session wanted to connect to ${host}:${port} and was refused (CLAUDE_EGRESS).`;
                recorder.record({ type: 'notice', level: 'warning', text }).catch((error: unknown) => {
                    context.log.warn('egress.refusal-not-recorded', { error });
                });
            }
        });
        return { close: async () => remove() };
    }
}
