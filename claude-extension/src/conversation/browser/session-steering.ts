import { z } from 'zod';
import type { RpcClient } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import type { MessageAttachment } from '../common/claude-events';
import type { MessageDraft } from '../common/message-draft';
import { ClaudeSteeringRpc, MAX_ATTACHMENT_BYTES } from '../common/claude-steering-protocol';

/** What of the settings is to be another; `null` gives the choice back to the runtime. */
export type SettingsChange = z.input<typeof ClaudeSteeringRpc.requests.changeSettings.params>;

/** A picture as it comes out of a page. */
export interface Picture {
    readonly name: string;
    readonly mediaType: string;
    readonly bytes: Uint8Array;
}

const MEDIA_TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] satisfies [
    ...MessageAttachment['mediaType'][]
];

/** What may be asked a second time where the connection broke before the answer. */
export const REPEATABLE = [
    'editMessage',
    'changeSettings',
    'goOn',
    'discoverCapabilities',
    'addAttachment',
    'readAttachment',
    'readDraft',
    'keepDraft'
] as const;

/** Queue, settings, pictures, draft and forks of one session. Methods fail with a `DispatchError`. */
export class SessionSteering {
    private readonly pictures = new Map<string, Promise<string>>();

    constructor(private readonly rpc: RpcClient<typeof ClaudeSteeringRpc>) {}

    /** Of a message that waits for its turn. */
    async editMessage(messageId: string, text: string): Promise<void> {
        await this.rpc.editMessage({ messageId, text });
    }

    async removeMessage(messageId: string): Promise<void> {
        await this.rpc.removeMessage({ messageId });
    }

    /** Into the turn under way, where the runtime can. */
    async deliverMessage(messageId: string): Promise<void> {
        await this.rpc.deliverMessage({ messageId });
    }

    async changeSettings(change: SettingsChange): Promise<void> {
        await this.rpc.changeSettings(change);
    }

    /** Asks the runtime what it offers; what is new comes as an event. */
    async discover(): Promise<void> {
        await this.rpc.discoverCapabilities({});
    }

    /** Tries whether the usage limit has passed that is waited for. */
    async goOn(): Promise<void> {
        await this.rpc.goOn({});
    }

    /** What is written and not sent, as the page that wrote last has it. */
    readDraft(): Promise<{ version?: string; draft: MessageDraft }> {
        return this.rpc.readDraft({});
    }

    async keepDraft(version: string, draft: MessageDraft): Promise<void> {
        await this.rpc.keepDraft({ version, draft });
    }

    /** A new session with the conversation up to before that message, else up to now. */
    async fork(beforeMessageId?: string): Promise<string> {
        return (await this.rpc.forkSession({ beforeMessageId })).sessionId;
    }

    /** Keeps a picture in the session. What is no picture, or too large, fails with a RangeError in words for people. */
    async addPicture(
        { name, mediaType, bytes }: Picture,
        refusal: (limitMb: number) => string
    ): Promise<MessageAttachment> {
        if (!isPicture(mediaType) || bytes.length > MAX_ATTACHMENT_BYTES) {
            throw new RangeError(refusal(MAX_ATTACHMENT_BYTES / 1024 / 1024));
        }
        const dataBase64 = toBase64(bytes);
        return (await this.rpc.addAttachment({ name: name || 'picture', mediaType, dataBase64 })).attachment;
    }

    /** A `data:` address of a picture; asked for once. */
    pictureAddress(attachmentId: string): Promise<string> {
        let address = this.pictures.get(attachmentId);
        if (!address) {
            address = this.rpc
                .readAttachment({ attachmentId })
                .then(({ mediaType, dataBase64 }) => `data:${mediaType};base64,${dataBase64}`);
            // what failed may be asked for again
            address.catch(() => this.pictures.delete(attachmentId));
            this.pictures.set(attachmentId, address);
        }
        return address;
    }
}

/** Whether it is of a kind that Claude can look at. */
export function isPicture(mediaType: string): mediaType is MessageAttachment['mediaType'] {
    return MEDIA_TYPES.includes(mediaType);
}

function toBase64(bytes: Uint8Array): string {
    let binary = '';
    for (let at = 0; at < bytes.length; at += 0x8000) {
        binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    }
    return btoa(binary);
}
