import { SessionAllowance } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { ApprovalPolicy } from '../../approval/host/approval-api';
import { KeptPicture, Picture, RuntimeProvider, RuntimeSession } from '../../runtime/host/runtime-api';
import { SandboxSettings } from '../../sandbox/host/sandbox-api';
import { EventRecorder } from './event-recorder';
import { MemoryCap } from './memory-cap';
import { SessionPart } from './session-feature';

/** What a session needs from the world. It owns none of it but the runtime that it creates. */
export interface ClaudeSessionWorld {
    readonly sessionId: string;
    readonly folder: string;
    /** Where it is listed, as it is now. */
    readonly listed: RuntimeSession['listed'];
    readonly provider: RuntimeProvider;
    readonly recorder: EventRecorder;
    readonly log: StructuredLog;
    /** The bytes of a picture that was sent. Errors: `claude.picture-not-found`. */
    readonly picture: (attachmentId: string) => Promise<Picture>;
    /** Keeps a picture that a tool gave back. Never rejects. */
    readonly keepPicture: (name: string, dataBase64: string) => Promise<KeptPicture>;
    /** Whether the operator lets Claude run everything without asking. */
    readonly mayBypass: () => boolean;
    /** What the meter lets through now; undefined where that is not known. Never rejects. */
    readonly askAllowance?: () => Promise<SessionAllowance | undefined>;
    /** On all that it starts. Default: none. */
    readonly memory?: MemoryCap;
    /** Whether the operator lets our own tools fetch pages of the internet. */
    readonly mayFetchWeb: () => boolean;
    /** In what the operator wants its processes to run. */
    readonly sandbox: () => SandboxSettings;
    /** What features do around its turns. */
    readonly parts?: readonly SessionPart[];
    /** Answers in place of the person where a rule says so. Default: the person is always asked. */
    readonly policy?: ApprovalPolicy;
}
