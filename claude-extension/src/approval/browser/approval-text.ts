import { nls } from '@theia/core/lib/common/nls';

const t = (key: string, text: string, ...values: (string | number)[]): string =>
    nls.localize(`dispatch/approval/${key}`, text, ...values);

/** Every word of approvals beside the question itself, in the language of the page. */
export const ApprovalText = {
    view: t('view', 'Approvals'),
    openInbox: t('openInbox', 'Open Approvals'),
    nothingWaits: t('nothingWaits', 'Nothing waits for you. What Claude asks for in any session appears here.'),
    waiting: (count: number) =>
        count === 1 ? t('waitsOne', '1 waits for you') : t('waits', '{0} wait for you', count),
    wantsTo: (session: string) => t('wantsTo', '{0} asks', session),
    question: t('question', 'has a question for you'),
    plan: t('plan', 'has a plan for you to accept'),
    tooLong: t('tooLong', 'It is too long for this list. Look at it in the session.'),
    keys: t('keys', 'Enter opens, A allows once, D denies, Space selects'),
    open: t('open', 'Open session'),
    select: t('select', 'Select'),
    allow: t('allow', 'Allow once'),
    deny: t('deny', 'Deny'),
    allowSelected: (count: number) => t('allowSelected', 'Allow {0} once', count),
    denySelected: (count: number) => t('denySelected', 'Deny {0}', count),
    selectAll: t('selectAll', 'Select all'),
    selectNone: t('selectNone', 'Select none'),
    tellOutside: t('tellOutside', 'Tell me outside of the page, too'),
    told: (title: string) => t('told', '{0} waits for you', title),

    allowForSession: t('allowForSession', 'Allow for this session'),
    allowForSessionTitle: (patterns: string) =>
        t('allowForSessionTitle', 'Until this session is removed: {0}', patterns),
    always: t('always', 'Always…'),
    noRule: t('noRule', 'No rule can allow this: it holds more than plain commands, or leads out of the folder.'),

    touches: t('touches', 'Touches'),
    inside: t('inside', 'in the folder'),
    outside: t('outside', 'outside of the folder'),
    dispatch: t('dispatch', 'Dispatch’s own data'),
    dispatchWarning: t(
        'dispatchWarning',
        'This reaches into Dispatch itself. With what is there, Claude could answer its own questions.'
    ),
    leadsTo: (real: string) => t('leadsTo', 'leads to {0}', real),
    isMore: {
        chain: t('is/chain', 'several commands'),
        pipe: t('is/pipe', 'a pipe'),
        background: t('is/background', 'runs in the background'),
        substitution: t('is/substitution', 'a command within the command'),
        variable: t('is/variable', 'variables'),
        redirection: t('is/redirection', 'redirection of input or output'),
        assignment: t('is/assignment', 'sets variables'),
        glob: t('is/glob', 'wildcards'),
        home: t('is/home', 'a home folder'),
        group: t('is/group', 'a subshell'),
        comment: t('is/comment', 'a comment'),
        escape: t('is/escape', 'escaped characters'),
        control: t('is/control', 'control characters'),
        keyword: t('is/keyword', 'shell keywords'),
        unfinished: t('is/unfinished', 'not finished')
    },
    programs: t('programs', 'Runs'),

    ruleTitle: t('ruleTitle', 'Allow always, by a rule'),
    ruleFor: t('ruleFor', 'What'),
    ruleFolder: t('ruleFolder', 'In sessions of this folder'),
    ruleUntil: t('ruleUntil', 'How long'),
    rulePattern: t('rulePattern', 'Pattern'),
    parted: (count: number) =>
        t('parted', 'This command has {0} parts. Each gets a rule; together they allow it.', count),
    withPart: (pattern: string) => t('withPart', 'A rule for {0}', pattern),
    patternFor: (pattern: string) => t('patternFor', 'Pattern for {0}', pattern),
    notAll: t('notAll', 'Without a rule for each part, the whole command is asked for again.'),
    tools: {
        command: t('tool/command', 'Run commands'),
        change: t('tool/change', 'Change files'),
        read: t('tool/read', 'Read files'),
        fetch: t('tool/fetch', 'Fetch from')
    },
    otherTool: (name: string) => t('tool/other', 'Use {0}', name),
    anyInput: t('anyInput', 'with any input'),
    expiries: {
        session: t('expiry/session', 'This session'),
        hour: t('expiry/hour', '1 hour'),
        day: t('expiry/day', '1 day'),
        week: t('expiry/week', '7 days'),
        month: t('expiry/month', '30 days'),
        never: t('expiry/never', 'Until I remove it')
    },
    wouldMatch: (rules: number, matched: number, lookedAt: number) =>
        rules === 1
            ? t('wouldMatch', 'It would have matched {0} of the last {1} calls that were asked for:', matched, lookedAt)
            : t(
                  'wouldMatchTogether',
                  'Together they would have matched {0} of the last {1} calls that were asked for:',
                  matched,
                  lookedAt
              ),
    wouldMatchNone: (rules: number, lookedAt: number) =>
        rules === 1
            ? t('wouldMatchNone', 'It would have matched none of the last {0} calls that were asked for.', lookedAt)
            : t(
                  'wouldMatchNoneTogether',
                  'Together they would have matched none of the last {0} calls that were asked for.',
                  lookedAt
              ),
    andMore: (count: number) => t('andMore', 'and {0} more', count),
    saveAndAllow: (rules: number) =>
        rules === 1
            ? t('saveAndAllow', 'Save the rule and allow')
            : t('saveAllAndAllow', 'Save {0} rules and allow', rules),
    cancel: t('cancel', 'Cancel'),

    rules: t('rules', 'Rules'),
    noRules: t('noRules', 'No rules yet. “Always…” at a question makes one.'),
    removeRule: t('removeRule', 'Remove this rule'),
    expires: (when: string) => t('expires', 'until {0}', when),
    expired: t('expired', 'expired'),
    forGood: t('forGood', 'until removed'),
    inSession: t('inSession', 'in one session'),
    used: (count: number) => (count === 1 ? t('usedOnce', 'used once') : t('used', 'used {0} times', count)),
    changeExpiry: t('changeExpiry', 'Change how long it holds'),
    keep: t('keep', 'Change until…')
};
