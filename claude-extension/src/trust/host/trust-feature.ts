import { SessionFeature, SessionGround, SessionPart } from '../../conversation/host/conversation-api';
import { FolderTrust, TrustRpc } from '../common/trust-protocol';
import { FolderTrusts } from './folder-trusts';

/** Lets each Claude session ask for the trust of its folder, and give it. */
export class TrustFeature implements SessionFeature {
    constructor(private readonly trusts: FolderTrusts) {}

    join({ context, recorder, surfaces }: SessionGround): SessionPart {
        const { trusts } = this;
        const { folder } = context.info;
        const look = (): Promise<FolderTrust> => trusts.look(folder, recorder.conversation.settings.additionalFolders);
        surfaces.serve(TrustRpc, {
            getTrust: look,
            trustFolder: async ({ hash }) => {
                await trusts.trust(folder, hash);
                return look();
            },
            distrustFolder: () => trusts.distrust(folder)
        });
        return {};
    }
}
