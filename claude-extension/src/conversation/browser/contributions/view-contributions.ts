import type { ReactNode } from '@theia/core/shared/react';
import type { Transcript, Turn, UserMessage } from '../../domain/transcript';
import type { ClaudeSessionModel } from '../claude-session-model';

/**
 * What other features add to the view of a Claude session. Root contributions: a feature binds
 * `bind(TurnActionContribution).toService(...)` in a frontend module of its own. Lower ranks come first; 100 where absent.
 *
 * What is returned is drawn by React: return a component that listens by itself where something changes that is not in
 * the turn or the transcript. Methods are called often, and never do work.
 */
interface Ranked {
    readonly rank?: number;
}

/** Something at the foot of a turn that has ended, beside how long it took: "3 files changed". */
export const TurnActionContribution = Symbol('TurnActionContribution');
export interface TurnActionContribution extends Ranked {
    /** Undefined for nothing. Asked again when the turn changed. */
    renderTurnAction(turn: Turn, session: ClaudeSessionModel): ReactNode;
}

/** One entry of a menu. */
export interface ViewMenuItem {
    /** Unique in its menu. */
    readonly id: string;
    readonly label: string;
    /** Name of a codicon. */
    readonly icon?: string;
    /** Why it cannot be chosen now, for people; absent where it can. */
    readonly disabled?: string;
    /** What fails is shown above the input. */
    run(): void | Promise<void>;
}

/** Entries of the menu of a message that the person sent: "Rewind to here". */
export const MessageActionContribution = Symbol('MessageActionContribution');
export interface MessageActionContribution extends Ranked {
    /** Asked when the menu opens. */
    messageActions(message: UserMessage, turn: Turn, session: ClaudeSessionModel): readonly ViewMenuItem[];
}

/** Something in the header: a short text or button on its line, entries of its menu. */
export const HeaderContribution = Symbol('HeaderContribution');
export interface HeaderContribution extends Ranked {
    /** On the line of the header, like the cost; undefined for nothing. Narrow views leave little room for it. */
    renderHeader?(transcript: Transcript, session: ClaudeSessionModel): ReactNode;
    /** Entries of the menu of the session, like "Export"; asked when it opens. */
    menuItems?(session: ClaudeSessionModel): readonly ViewMenuItem[];
}

/** A line above the input that stays until its cause is gone: a limit that is waited for, a rewind that can be undone. */
export const BannerContribution = Symbol('BannerContribution');
export interface BannerContribution extends Ranked {
    /** Undefined for nothing. Wrap it in an element of class `dispatch-claude-banner`. */
    renderBanner(transcript: Transcript, session: ClaudeSessionModel): ReactNode;
    /** Why nothing can be said in the session now, for people: the input shows it and takes nothing. */
    refusal?(transcript: Transcript, session: ClaudeSessionModel): string | undefined;
}

/** In the order in which they are shown. */
export function byRank<T extends Ranked>(contributions: readonly T[]): T[] {
    return [...contributions].sort((a, b) => (a.rank ?? 100) - (b.rank ?? 100));
}
