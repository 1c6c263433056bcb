import { SessionFeature, SessionGround, SessionPart } from '../../conversation/host/conversation-api';
import { SandboxRpc } from '../common/sandbox-protocol';
import { EgressRules } from '../domain/egress-rules';
import { ProtectedWatch } from './protected-watch';
import { Sandbox } from './sandbox';
import { protectedPaths, sandboxSettings } from './sandbox-settings';

/**
 * Lets each Claude session say what its sandbox gives, and tells in it what its processes wanted of the network and did not get, and
 * what is protected and was changed all the same.
 */
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
        return { ...this.watch({ context, recorder }), close: async () => remove() };
    }

    private watch({ context, recorder }: Pick<SessionGround, 'context' | 'recorder'>): SessionPart {
        const { log, info, storageFolder } = context;
        const watch = new ProtectedWatch(
            () => protectedPaths(sandboxSettings(context.limits)),
            () => [info.folder, ...(recorder.conversation.settings.additionalFolders ?? [])],
            storageFolder,
            (file, present) => this.sandbox.whyNotConfiguration(file, present)
        );
        // a turn goes on whatever can or cannot be looked at
        const orLog = <T>(looked: Promise<T>): Promise<T | undefined> =>
            looked.catch((error: unknown) => {
                log.warn('sandbox.protected-not-looked-at', { error });
                return undefined;
            });
        return {
            beforeTurn: async () => orLog(watch.begin()),
            afterTurn: async () => {
                const text = await orLog(watch.end());
                if (text !== undefined) {
                    await orLog(recorder.record({ type: 'notice', level: 'warning', text }));
                }
            }
        };
    }
}
