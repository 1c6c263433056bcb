import { SessionContext } from 'dispatch-extension/lib/session/host/session-kind';
import { RpcService } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { ClaudeSteeringRpc } from '../common/claude-steering-protocol';
import { ClaudeDetail, ClaudeOptions } from '../common/claude-protocol';
import { ClaudeSession } from './claude-session';
import { DraftStore } from './draft-store';
import { PictureStore } from './picture-store';

/** Answers what steers a session: its queue, its settings, its pictures, its draft, its forks. */
export class SteeringService implements RpcService<typeof ClaudeSteeringRpc> {
    constructor(
        private readonly context: SessionContext,
        private readonly actor: ClaudeSession,
        private readonly pictures: PictureStore,
        private readonly drafts: DraftStore
    ) {}

    editMessage: RpcService<typeof ClaudeSteeringRpc>['editMessage'] = async ({ messageId, text }) => {
        await this.actor.queue.edit(messageId, text);
        return {};
    };

    removeMessage: RpcService<typeof ClaudeSteeringRpc>['removeMessage'] = async ({ messageId }) => {
        await this.actor.queue.remove(messageId);
        return {};
    };

    deliverMessage: RpcService<typeof ClaudeSteeringRpc>['deliverMessage'] = async ({ messageId }) => {
        await this.actor.queue.steer(messageId);
        return {};
    };

    changeSettings: RpcService<typeof ClaudeSteeringRpc>['changeSettings'] = async change => {
        await this.actor.changeSettings(change);
        return {};
    };

    goOn: RpcService<typeof ClaudeSteeringRpc>['goOn'] = async () => {
        await this.actor.goOnNow();
        return {};
    };

    discoverCapabilities: RpcService<typeof ClaudeSteeringRpc>['discoverCapabilities'] = async () => {
        await this.actor.discoverCapabilities();
        return {};
    };

    addAttachment: RpcService<typeof ClaudeSteeringRpc>['addAttachment'] = async picture => {
        const { name, mediaType, dataBase64 } = picture;
        return { attachment: await this.pictures.add(name, mediaType, dataBase64) };
    };

    readAttachment: RpcService<typeof ClaudeSteeringRpc>['readAttachment'] = ({ attachmentId }) =>
        this.pictures.read(attachmentId);

    readDraft: RpcService<typeof ClaudeSteeringRpc>['readDraft'] = () => this.drafts.read();

    keepDraft: RpcService<typeof ClaudeSteeringRpc>['keepDraft'] = async ({ version, draft }) => {
        await this.drafts.keep(version, draft);
        const detail: ClaudeDetail = { draftVersion: version };
        this.context.update({ detail });
        return {};
    };

    forkSession: RpcService<typeof ClaudeSteeringRpc>['forkSession'] = async ({ beforeMessageId }) => {
        const { id, title } = this.context.info;
        const options: ClaudeOptions = { forkOf: { sessionId: id, beforeMessageId } };
        return { sessionId: await this.context.startBeside(options, `${title.slice(0, 180)} (fork)`) };
    };
}
