import { nls } from '@theia/core/lib/common/nls';
import type { PermissionMode, RuntimeName } from '../common/claude-events';
import type { Transcript } from '../domain/transcript';

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

    insertCode: t('insertCode', 'Insert into the editor'),
    applyCode: t('applyCode', 'Apply to the file in the editor…'),
    applyNow: t('applyNow', 'Apply'),
    discard: t('discard', 'Discard'),
    applies: (name: string) => t('applies', 'This is what would change in {0}. Nothing is changed yet.', name),
    nothingToApply: (name: string) => t('nothingToApply', '{0} has this already.', name),
    noPlace: (name: string) =>
        t('noPlace', 'It is not certain what in {0} this replaces. Select that there, and apply it again.', name),
    compareWhole: t('compareWhole', 'Compare with the Whole File'),
    changedSince: (name: string) =>
        t(
            'changedSince',
            '{0} was changed meanwhile, so nothing was applied. Apply it again to see what changes now.',
            name
        ),
    openCode: t('openCode', 'Open in an editor'),
    noEditor: t('noEditor', 'Open a file in an editor first.'),
    openTerminal: t('openTerminal', 'Open terminal'),
    terminalRemoved: t('terminalRemoved', 'The terminal of this command is not there any more.'),
    openDiff: t('openDiff', 'Open in the diff editor'),
    before: t('before', 'before'),
    proposed: t('proposed', 'proposed by Claude'),
    fileMoved: t('fileMoved', 'The file is another one by now; only what Claude changed is compared.'),
    showAll: (count: number) => t('showAll', 'Show all {0} lines', count),
    steps: (count: number) => (count === 1 ? t('oneStep', '1 step') : t('steps', '{0} steps', count)),
    showEarlierSteps: (count: number) => t('showEarlierSteps', 'Show {0} earlier steps', count),

    archived: t('archived', 'archived'),
    trashed: t('trashed', 'in the trash'),

    diagram: t('diagram', 'Diagram'),
    showDiagram: t('showDiagram', 'Show the diagram'),
    showSource: t('showSource', 'Show the source'),
    diagramFailed: (reason: string) => t('diagramFailed', 'This diagram cannot be drawn: {0}', reason),
    copy: t('copy', 'Copy'),
    copied: t('copied', 'Copied'),
    notCopied: t('notCopied', 'The browser did not let the page copy.'),
    dismiss: t('dismiss', 'Dismiss'),
    tryAgain: t('tryAgain', 'Try again'),
    remove: t('remove', 'Remove'),
    openFile: (path: string) => t('openFile', 'Open {0}', path),

    placeholder: t('placeholder', 'Ask Claude'),
    placeholderNext: t('placeholderNext', 'Say more, for the next turn'),
    keys: t('keys', 'Enter sends, Shift+Enter starts a new line. @ names files and more, / commands.'),
    draftTooLong: t(
        'draftTooLong',
        'Too long to be kept for your other browsers: until it is sent it stays in this one.'
    ),
    messageTooLong: t('messageTooLong', 'The message is too long to be sent: more than a million characters.'),
    problems: t('problems', 'Problems'),
    problemCount: (count: number) => t('problemCount', '{0} in this folder', count),
    terminal: (name: string) => t('terminal', 'Terminal {0}', name),
    terminalOutput: t('terminalOutput', 'its last output'),
    removeContext: (label: string) => t('removeContext', 'Send without {0}', label),
    seePicture: t('seePicture', 'See the picture.'),
    pictureTooLarge: (limitMb: number) =>
        t('pictureTooLarge', 'Claude looks at PNG, JPEG, GIF and WebP pictures of up to {0} MB.', limitMb),
    cannotBring: (name: string) =>
        t('cannotBring', '{0} is too large, or no text. Upload it into the folder and name it with @.', name),
    estimate: (tokens: string) => t('estimate', '≈ {0} tokens', tokens),
    estimateTitle: t('estimateTitle', 'About what this message adds to the conversation'),
    send: t('send', 'Send'),
    stop: t('stop', 'Stop'),
    offline: t('offline', 'Offline. What you send goes out once, when the connection is back.'),
    signIn: t('signIn', 'Sign in…'),
    signInTerminal: t('signInTerminal', 'Sign in to Claude'),
    signedIn: t('signedIn', 'You are signed in to Claude.'),
    signInRefused: t('signInRefused', 'Claude did not accept your sign-in. Sign in again to go on; nothing is lost.'),
    signedOut: t('signedOut', 'You are signed out. Sign in again to go on; nothing is lost.'),
    loading: t('loading', 'Reading the session…'),

    sending: t('sending', 'Sending…'),
    sendsLater: t('sendsLater', 'Will be sent when the connection is back'),
    queued: t('queued', 'Claude reads this when the turn is over'),
    youQueued: t('youQueued', 'You, waiting for the next turn'),
    steered: t('steered', 'Said while Claude worked'),
    edit: t('edit', 'Edit'),
    editQueued: t('editQueued', 'Edit the waiting message'),
    sendNow: t('sendNow', 'Send now'),
    sendNowHint: t('sendNowHint', 'Claude reads it now, in the turn that is under way'),
    noPicture: t('noPicture', 'The picture could not be read.'),
    removePicture: (name: string) => t('removePicture', 'Remove {0}', name),

    todoList: t('todoList', 'What Claude means to do'),
    doneOf: (done: number, all: number) => t('doneOf', '{0} of {1} done', done, all),
    todoStates: {
        pending: t('todo/pending', 'to do'),
        in_progress: t('todo/inProgress', 'under way'),
        completed: t('todo/completed', 'done')
    },

    hasQuestions: (count: number) =>
        count === 1 ? t('hasQuestion', 'Claude has a question') : t('hasQuestions', 'Claude has {0} questions', count),
    answer: t('answer', 'Answer'),
    answering: t('answering', 'Answering…'),
    skipQuestion: t('skipQuestion', 'Do not answer'),
    otherAnswer: t('otherAnswer', 'Something else…'),
    hasPlan: t('hasPlan', 'Claude proposes a plan'),
    planIsAbove: t('planIsAbove', 'The plan is what Claude has just said.'),
    acceptPlan: t('acceptPlan', 'Accept the plan'),
    accepting: t('accepting', 'Accepting…'),
    keepPlanning: t('keepPlanning', 'Keep planning'),
    revisePlan: t('revisePlan', 'What should be different?'),
    sendRevision: t('sendRevision', 'Send it back'),
    planHasRevision: t('planHasRevision', 'Send it back with what you wrote, or take that out first'),
    planMode: t('planMode', 'What Claude may do from there on'),
    modes: {
        default: {
            label: t('mode/default', 'Ask'),
            detail: t('mode/default/detail', 'Asks before it changes anything')
        },
        acceptEdits: {
            label: t('mode/acceptEdits', 'Accept edits'),
            detail: t('mode/acceptEdits/detail', 'Edits files without asking; commands still ask')
        },
        plan: { label: t('mode/plan', 'Plan'), detail: t('mode/plan/detail', 'Reads only, and proposes a plan') },
        auto: {
            label: t('mode/auto', 'Auto'),
            detail: t('mode/auto/detail', 'The runtime decides what needs a question')
        },
        bypassPermissions: {
            label: t('mode/bypass', 'Ask nothing'),
            detail: t('mode/bypass/detail', 'Does everything without asking')
        }
    } satisfies Record<PermissionMode, { label: string; detail: string }>,

    settings: {
        model: t('setting/model', 'Model'),
        mode: t('setting/mode', 'What Claude may do'),
        effort: t('setting/effort', 'Effort'),
        byDefault: t('setting/default', 'Default'),
        thinking: t('setting/thinking', 'Thinking'),
        thinkingOn: t('setting/thinkingOn', 'Thinks before it answers'),
        thinkingOff: t('setting/thinkingOff', 'Answers at once')
    },
    /** In the list of commands. */
    skill: (description: string) => (description ? t('skillThat', 'Skill: {0}', description) : t('skill', 'Skill')),
    contextFilled: (tokens: string, window: string, percent: number) =>
        t('contextFilled', 'Context: {0} of {1} tokens ({2} %)', tokens, window, percent),
    contextShort: (tokens: string) => t('contextShort', '{0} context', tokens),
    contextTokens: (tokens: string) => t('contextTokens', 'Context: {0} tokens', tokens),
    branch: (name: string) => t('branch', 'Branch {0}', name),
    rename: t('rename', 'Rename…'),
    renameTitle: t('renameTitle', 'Name of the session'),
    parked: {
        title: t('parked/title', 'Waits for a usage limit'),
        goOnNow: t('parked/goOnNow', 'Go on now'),
        goOnByItself: t('parked/goOnByItself', 'Go on by itself'),
        goesOnAt: (time: string, left: string) =>
            t('parked/goesOnAt', 'It goes on by itself at {0}, in {1}.', time, left),
        passesAt: (time: string, left: string) => t('parked/passesAt', 'The limit ends at {0}, in {1}.', time, left),
        passed: t('parked/passed', 'The limit has ended.'),
        goesOnSometime: t('parked/goesOnSometime', 'It goes on by itself when the limit has been raised.'),
        untilUnknown: t('parked/untilUnknown', 'It is not known when the limit ends.')
    },
    processes: {
        menu: t('processes/menu', 'Processes…'),
        none: t('processes/none', 'This session has no process now.'),
        pick: t('processes/pick', 'What this session has running; choose one to end it'),
        memory: (mebibytes: number) => t('processes/memory', '{0} MiB', mebibytes),
        ports: (ports: string) => t('processes/ports', 'listens on {0}', ports),
        endTitle: (name: string, pid: number) => t('processes/endTitle', 'End {0} ({1})?', name, pid),
        end: t('processes/end', 'End')
    },
    offers: {
        menu: t('offers/menu', 'What Claude can use…'),
        close: t('offers/close', 'Close'),
        title: t('offers/title', 'What Claude can use here'),
        asking: t('offers/asking', 'Asking what is there now…'),
        servers: t('offers/servers', 'MCP servers'),
        noServers: t('offers/noServers', 'No MCP servers.'),
        agents: t('offers/agents', 'Sub-agents'),
        noAgents: t('offers/noAgents', 'No sub-agents.'),
        skills: t('offers/skills', 'Skills'),
        noSkills: t('offers/noSkills', 'No skills.'),
        state: (status: string): string =>
            ({
                connected: t('offers/connected', 'connected'),
                failed: t('offers/failed', 'could not be started'),
                'needs-auth': t('offers/needsAuth', 'wants a sign-in: run “claude” in a terminal and choose /mcp'),
                pending: t('offers/pending', 'is being started'),
                disabled: t('offers/disabled', 'switched off')
            })[status] ?? status,
        tools: (count: number) => (count === 1 ? t('offers/oneTool', '1 tool') : t('offers/tools', '{0} tools', count))
    },
    folders: {
        menu: t('folders/menu', 'Folders…'),
        pick: t('folders/pick', 'Folders that Claude may use besides that of the session'),
        add: t('folders/add', 'Add a folder…'),
        takeOut: t('folders/takeOut', 'choose it to take it out'),
        dialog: t('folders/dialog', 'Add a folder for Claude')
    },
    fork: t('fork', 'Fork from here'),
    forkNow: t('forkNow', 'Fork'),
    forkedFrom: t('forkedFrom', 'Forked from another session'),

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

    questionWithdrawn: t('questionWithdrawn', 'The question was withdrawn before it was answered.'),
    asks: t('asks', 'Claude asks for your permission'),
    allowOnce: t('allowOnce', 'Allow once'),
    allowing: t('allowing', 'Allowing…'),
    deny: t('deny', 'Deny'),
    denying: t('denying', 'Denying…'),
    denyWithReason: t('denyWithReason', 'Deny and say why'),
    reason: t('reason', 'What should Claude do instead?'),
    unseen: t('unseen', 'It holds characters that are not seen. They are shown by their number.'),
    unseenCharacter: (codePoint: string) => t('unseenCharacter', 'A character that is not seen: {0}', codePoint),
    allowedByRule: t('allowedByRule', 'Allowed by a rule, without a question'),
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
    atLimit: t('state/parked', 'At a limit'),
    toolStates: {
        requested: t('tool/requested', 'about to run'),
        waiting: t('tool/waiting', 'waits for you'),
        running: t('tool/running', 'running'),
        done: t('tool/done', 'done'),
        error: t('tool/error', 'failed'),
        denied: t('tool/denied', 'denied'),
        'not-run': t('tool/notRun', 'allowed, but not run'),
        withdrawn: t('tool/withdrawn', 'withdrawn, not run'),
        unknown: t('tool/unknown', 'not known what it did'),
        interrupted: t('tool/interrupted', 'stopped')
    },
    runtimeDetails: {
        'claude-code': t(
            'runtime/claudeCode',
            'Its own tools, sub-agents and skills. Needs an API key, or your Claude subscription.'
        ),
        'messages-api': t(
            'runtime/messagesApi',
            'Only the tools of Dispatch: shell, files, search. Needs an API key, and nothing else.'
        )
    } satisfies Record<RuntimeName, string>,
    byDefault: t('byDefault', 'default'),
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
    checkAgain: t('checkAgain', 'Check again'),
    pickRuntime: t('pickRuntime', 'What shall run the session?'),

    saysAsks: (what: string, allow: string, deny: string) =>
        t('says/asks', 'Claude asks for your permission: {0}. {1} allows it once, {2} denies it.', what, allow, deny),
    saysQuestion: (question: string) => t('says/question', 'Claude has a question: {0}', question),
    saysPlan: (allow: string, deny: string) =>
        t('says/plan', 'Claude proposes a plan. {0} accepts it, {1} lets it go on planning.', allow, deny),
    saysFinished: (changedFiles: number) =>
        changedFiles === 0
            ? t('says/finished', 'Claude has finished.')
            : changedFiles === 1
              ? t('says/finishedFile', 'Claude has finished, one file changed.')
              : t('says/finishedFiles', 'Claude has finished, {0} files changed.', changedFiles),
    saysStopped: t('says/stopped', 'Claude was stopped.'),
    saysFailed: (error: string) => t('says/failed', 'The turn failed. {0}', error),
    saysOffline: t('says/offline', 'The connection was lost.'),
    saysOnline: t('says/online', 'The connection is back.')
};

/** How a session is, in a word or two. At a limit it waits for no person. */
export function stateInWords({ state, parked }: Pick<Transcript, 'state' | 'parked'>): string {
    return parked && state === 'waiting' ? ClaudeText.atLimit : ClaudeText.states[state];
}
