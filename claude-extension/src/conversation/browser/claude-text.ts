import { nls } from '@theia/core/lib/common/nls';
import type { RuntimeName } from '../common/claude-events';

const t = (key: string, text: string, ...values: (string | number)[]): string =>
    nls.localize(`dispatch/claude/${key}`, text, ...values);

/** Every word of the Claude view, in the language of the page. */
export const ClaudeText = {
    session: t('session', 'Claude Session'),
    newSession: t('newSession', 'New Claude Session'),
    newSessionWith: t('newSessionWith', 'New Claude Session with…'),
    conversation: t('conversation', 'Conversation with Claude'),

    messageMenu: t('messageMenu', 'More about this message'),
    sessionMenu: t('sessionMenu', 'More about this session'),

    copy: t('copy', 'Copy'),
    copied: t('copied', 'Copied'),
    dismiss: t('dismiss', 'Dismiss'),
    tryAgain: t('tryAgain', 'Try again'),
    remove: t('remove', 'Remove'),
    openFile: (path: string) => t('openFile', 'Open {0}', path),

    placeholder: t('placeholder', 'Ask Claude'),
    placeholderNext: t('placeholderNext', 'Say more, for the next turn'),
    keys: t('keys', 'Enter sends, Shift+Enter starts a new line'),
    send: t('send', 'Send'),
    stop: t('stop', 'Stop'),
    offline: t('offline', 'Offline. What you send goes out once, when the connection is back.'),
    signedOut: t('signedOut', 'You are signed out. Sign in again to go on; nothing is lost.'),
    loading: t('loading', 'Reading the session…'),

    sending: t('sending', 'Sending…'),
    sendsLater: t('sendsLater', 'Will be sent when the connection is back'),
    queued: t('queued', 'Claude reads this when the turn is over'),

    thinking: t('thinking', 'Thinking'),
    thoughtFor: (duration: string) => t('thoughtFor', 'Thought for {0}', duration),
    thought: t('thought', 'Thought'),
    cutOff: (words: number) =>
        words === 1
            ? t('cutOffOne', 'Cut off after one word; Claude began again')
            : t('cutOff', 'Cut off after {0} words; Claude began again', words),
    working: t('working', 'Working'),
    stopped: t('stopped', 'Stopped'),
    failedTurn: t('failedTurn', 'The turn failed'),
    unbroken: t('unbroken', '(no line break at the end)'),
    noOutput: t('noOutput', 'No output'),
    alsoGiven: t('alsoGiven', 'Also given'),
    showEarlier: t('showEarlier', 'Show earlier'),
    jumpToLatest: t('jumpToLatest', 'Jump to the latest'),

    you: t('you', 'You'),
    claude: t('claude', 'Claude'),

    asks: t('asks', 'Claude asks for your permission'),
    allowOnce: t('allowOnce', 'Allow once'),
    allowing: t('allowing', 'Allowing…'),
    deny: t('deny', 'Deny'),
    denying: t('denying', 'Denying…'),
    denyWithReason: t('denyWithReason', 'Deny and say why'),
    reason: t('reason', 'What should Claude do instead?'),
    unseen: t('unseen', 'It holds characters that are not seen. They are shown by their number.'),
    unseenCharacter: (codePoint: string) => t('unseenCharacter', 'A character that is not seen: {0}', codePoint),
    alike: t('alike', 'It holds characters that look like others. They are underlined, with their number.'),
    alikeCharacter: (codePoint: string, alike: string) =>
        t('alikeCharacter', 'Not “{1}”, though it looks like it: {0}', codePoint, alike),
    lines: (count: number) => t('lines', '{0} lines', count),
    whole: t('whole', 'Exactly what is sent'),
    waitsBelow: t('waitsBelow', 'Claude waits for your answer'),
    show: t('show', 'Show'),

    states: {
        idle: t('state/idle', 'Ready'),
        working: t('state/working', 'Working'),
        waiting: t('state/waiting', 'Waiting for you'),
        interrupted: t('state/interrupted', 'Stopped'),
        failed: t('state/failed', 'Failed'),
        ended: t('state/ended', 'Ended')
    },
    toolStates: {
        requested: t('tool/requested', 'about to run'),
        waiting: t('tool/waiting', 'waits for you'),
        running: t('tool/running', 'running'),
        done: t('tool/done', 'done'),
        error: t('tool/error', 'failed'),
        denied: t('tool/denied', 'denied'),
        unknown: t('tool/unknown', 'not known what it did'),
        interrupted: t('tool/interrupted', 'stopped')
    },
    runtimes: { 'claude-code': 'Claude Code', 'messages-api': 'Messages API' } satisfies Record<RuntimeName, string>,

    tokens: (input: string, output: string) => t('tokens', '{0} in, {1} out', input, output),
    tokensTitle: (context: string, input: string, cacheRead: string, cacheWrite: string, output: string) =>
        t(
            'tokensTitle',
            'Tokens of this session. Given: {1} new, {2} from the cache, {3} into the cache. Written: {4}. The last request held {0}.',
            context,
            input,
            cacheRead,
            cacheWrite,
            output
        ),

    emptyTitle: t('emptyTitle', 'What shall we work on?'),
    emptyHint: t('emptyHint', 'Claude works in this folder, and asks before it changes anything.'),
    suggestions: [
        t('suggest/explain', 'Explain how this project is built'),
        t('suggest/bug', 'Find a bug and propose a fix'),
        t('suggest/tests', 'Write the tests that are missing')
    ],

    endedTitle: t('endedTitle', 'This session has ended.'),
    setupTitle: t('setupTitle', 'Claude is not set up yet'),
    setupHint: t('setupHint', 'One of these ways is enough.'),
    unusable: (runtime: string) => t('unusable', '{0} cannot be used now', runtime),
    newWith: (runtime: string) => t('newWith', 'New session with {0}', runtime),
    usable: t('usable', 'Ready to use'),
    checkAgain: t('checkAgain', 'Check again'),
    pickRuntime: t('pickRuntime', 'What shall run the session?'),

    saysAsks: (what: string, allow: string, deny: string) =>
        t('says/asks', 'Claude asks for your permission: {0}. {1} allows it once, {2} denies it.', what, allow, deny),
    saysFinished: t('says/finished', 'Claude has finished.'),
    saysStopped: t('says/stopped', 'Claude was stopped.'),
    saysFailed: (error: string) => t('says/failed', 'The turn failed. {0}', error),
    saysOffline: t('says/offline', 'The connection was lost.'),
    saysOnline: t('says/online', 'The connection is back.')
};
