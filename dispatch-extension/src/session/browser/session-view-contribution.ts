import { Event } from '@theia/core/lib/common/event';
import { Widget } from '@theia/core/lib/browser';
import { WorkspaceId } from '../../kernel/common/ids';
import { SessionInfo } from '../common/session-protocol';
import { SessionWork } from './ending/end-dialog';

/**
 * How sessions of one kind look and open in the page. A root contribution: each kind binds one
 * (`bind(SessionViewContribution).toService(...)`); the Sessions view and the welcome page know nothing else of a kind.
 */
export const SessionViewContribution = Symbol('SessionViewContribution');
export interface SessionViewContribution {
    /** The name of the session kind, like `terminal`. */
    readonly kind: string;
    /** For people, singular: "Terminal", "Claude Session". */
    readonly label: string;
    /** For a single session that is made: "New Terminal". */
    readonly newLabel: string;
    /** CSS classes, like `codicon('terminal')`. */
    readonly iconClass: string;
    /** The order among kinds, lower first; 100 where absent. */
    readonly rank?: number;
    /** Shown as a tooltip, like "Ctrl+Shift+`". */
    readonly keybinding?: string;

    /** Opens the session's widget, or brings the one that is open to the front. */
    open(session: SessionInfo, options?: SessionOpenOptions): Promise<Widget>;
    /** Makes a new session and opens it; undefined when the person thought better of it. */
    createNew(options?: NewSessionOptions): Promise<Widget | undefined>;
    /**
     * What ending it would stop, to be shown before; nothing for what may end without a question. In place of `hasWork`.
     */
    listWork?(session: SessionInfo): Promise<readonly SessionWork[]>;
    /** Whether this session, which has ended, can be started again. Never where absent. */
    canStartAgain?(session: SessionInfo): boolean;
    /** Whether ending it would stop work, so that the person should be asked first. `true` where absent and it runs. */
    hasWork?(session: SessionInfo): Promise<boolean>;
    /** A few words for the list, like "waiting for approval"; absent for the state's own words. */
    describe?(session: SessionInfo): SessionDescription | undefined;
    /** Whether the person put it away: lists leave it out, unless asked. Never where absent. */
    isPutAway?(session: SessionInfo): boolean;
    /** Fires when `describe` or `label` would now answer differently though the session has not changed. */
    readonly onDidChange?: Event<void>;
}

/** What a kind says of a session beyond its state. */
export interface SessionDescription {
    text?: string;
    /** How many things wait for the person: shown as a badge. */
    waiting?: number;
    /** It works on something by itself; lists of what runs show it before those that do nothing. */
    isWorking?: boolean;
    /** CSS classes in place of the kind's own icon. */
    iconClass?: string;
}

export interface SessionOpenOptions {
    /** `reveal` shows it without taking the focus. `activate` where absent. */
    mode?: 'activate' | 'reveal';
}

export interface NewSessionOptions {
    workspaceId?: WorkspaceId;
    /** Absolute path. */
    folder?: string;
}
