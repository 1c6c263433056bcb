/** A line of a conversation, as Claude Code writes it. */
export function line(
    uuid: string,
    parentUuid: string | null,
    type: 'user' | 'assistant',
    content: string | object[],
    more: Record<string, unknown> = {}
): string {
    return JSON.stringify({
        parentUuid,
        isSidechain: false,
        type,
        message: { role: type, content, ...(type === 'assistant' && { model: 'claude-fake', id: `msg_${uuid}` }) },
        uuid,
        timestamp: `2026-01-01T10:00:0${uuid.slice(-1)}.000Z`,
        cwd: '/home/ada/project',
        sessionId: '11111111-2222-3333-4444-555555555555',
        version: '2.0.0',
        gitBranch: 'main',
        ...more
    });
}

/** A short conversation: a question, a command, an answer. */
export function conversationLines(cwd = '/home/ada/project'): string[] {
    const text = (said: string): object => ({ type: 'text', text: said });
    const bash = { type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'npm run build' } };
    const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: [text('error TS2345')] };
    return [
        JSON.stringify({ type: 'file-history-snapshot', messageId: 'x', snapshot: {} }),
        line('00', null, 'user', 'Why does the build fail?', { cwd }),
        line('01', '00', 'assistant', [text('Let me look.'), bash], { cwd }),
        line('02', '01', 'user', [result], { cwd }),
        line('03', '02', 'assistant', [text('A type is wrong in greet.ts.')], { cwd })
    ];
}
