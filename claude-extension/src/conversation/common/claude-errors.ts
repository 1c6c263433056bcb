import { defineErrors } from 'dispatch-extension/lib/kernel/common/errors';

/** Everything that can go wrong with a Claude session, as the person at the screen would put it. */
export const ClaudeErrors = defineErrors('claude', {
    /** `data.reason` says what to do, for people. The message was not recorded; the page keeps it. */
    noKey: { kind: 'unavailable', say: '{reason}' },
    noProgram: {
        kind: 'unavailable',
        say: 'Claude Code is not installed. Run: npm install @anthropic-ai/claude-agent-sdk'
    },
    ended: { kind: 'conflict', say: 'This Claude session has ended. Start a new one to go on.' },
    working: { kind: 'conflict', say: 'Claude is at work in this session. Stop it, or wait until it is done.' },
    approvalNotFound: { kind: 'not-found', say: 'Claude did not ask for that in this session.' },
    approvalAnswered: { kind: 'conflict', say: 'That was answered already: {answer}.' },
    messageTaken: { kind: 'conflict', say: 'Claude has that message already; it cannot be changed any more.' },
    bypassNotAllowed: {
        kind: 'forbidden',
        say: 'Running everything without asking is switched off here. Whoever runs Dispatch can allow it with CLAUDE_ALLOW_BYPASS.'
    },
    notSandboxed: {
        kind: 'unavailable',
        say: 'Claude was not started, because it must run in a sandbox here (CLAUDE_SANDBOX, CLAUDE_EGRESS) and {reason}.'
    },
    badFolder: { kind: 'invalid-input', say: '{path} is not a folder.' },
    badPicture: { kind: 'invalid-input', say: 'That is not a picture that Claude can see: {why}' },
    pictureNotFound: { kind: 'not-found', say: 'That picture is not kept in this session.' },
    tooManyPictures: { kind: 'exhausted', say: 'This session keeps {limitMib} MiB of pictures already.' },
    processNotFound: { kind: 'not-found', say: 'That process has ended, or does not belong to this session.' },
    stopping: {
        kind: 'unavailable',
        say: 'Dispatch is being started again. Try once more in a moment.',
        retryAfterMs: 2_000
    },
    inputChanged: {
        kind: 'conflict',
        say: 'What Claude asks for is not what you were shown. Look again, then answer.'
    },
    notFound: { kind: 'not-found', say: 'There is no such Claude session.' },
    noRuntime: { kind: 'unavailable', say: 'This installation has no runtime {name}.' },
    logMoved: { kind: 'conflict', say: 'The log of this Claude session was written by somebody else.' },
    logFailed: {
        kind: 'internal',
        say: 'What Claude says could not be stored; the disk may be full. The session was stopped.'
    },
    outsideFolder: { kind: 'forbidden', say: 'The path {path} is outside the folders of this session.' },
    shellOnDemand: {
        kind: 'conflict',
        say: 'This terminal is for the commands of a Claude session. It starts again with the next one.'
    },
    tooManyMessages: { kind: 'exhausted', say: 'There are {limit} messages waiting already. Let Claude answer first.' }
});
