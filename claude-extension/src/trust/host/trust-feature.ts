import { SessionFeature, SessionGround, SessionPart } from '../../conversation/host/conversation-api';
import { TrustRpc } from '../common/trust-protocol';
import { FolderTrusts } from './folder-trusts';

/** Lets each Claude session ask for the trust of its folder, and give it. */
export class TrustFeature implements SessionFeature {
    constructor(private readonly trusts: FolderTrusts) {}

    join({ context, surfaces }: SessionGround): SessionPart {
        const { trusts } = this;
        surfaces.serve(TrustRpc, {
            getTrust: () => trusts.look(context.info.folder),
            trustFolder: ({ hash }) => trusts.trust(context.info.folder, hash),
            distrustFolder: () => trusts.distrust(context.info.folder)
        });
        return {};
    }
}
