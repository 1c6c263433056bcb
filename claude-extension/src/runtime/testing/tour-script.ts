import { demoScript, isTitleRequest, spoken } from './demo-script';
import { chunksOf, FakeBlock, FakeReply, FakeRequestBody, FakeScript, fakeText } from './fake-reply';

/** A step of the tour: a tool by the names that runtimes give it, with the input that each of them wants. */
interface TourStep {
    readonly say?: string;
    /** The first that the runtime offers is called; a step that it cannot do is left out. */
    readonly calls: readonly { readonly tool: string; readonly input: Record<string, unknown> }[];
}

/** What the fake does when it hears certain words, and what it says when all is done. */
interface TourStop {
    readonly heard: RegExp;
    readonly steps: readonly TourStep[];
    readonly end: string;
}

/**
 * A tour of everything that a view shows, over a file `greet.ts` with `return 'Hi';` in `folder`: to-do list, reading, an
 * edit, a command, a search; a question; a plan; a sub-agent; a picture `sky.png`. Anything else is answered as by the
 * demonstration.
 */
export function tourScript(folder: string, chunkDelayMs = 4): FakeScript {
    const demo = demoScript({ chunkDelayMs });
    const stops = tourStops(folder);
    return request => {
        const { text, results } = lastSaid(request.body);
        const stop = stops.find(({ heard }) => heard.test(text));
        if (!stop || isTitleRequest(request.body)) {
            return demo(request);
        }
        return replyOf(stop, request.body, results, chunkDelayMs);
    };
}

function replyOf(stop: TourStop, body: FakeRequestBody, results: number, chunkDelayMs: number): FakeReply {
    const offered = new Set([...(body.tools?.map(tool => tool.name) ?? []), ...deferredTools(body)]);
    const steps = stop.steps.flatMap(({ say, calls }) => {
        const call = calls.find(({ tool }) => offered.has(tool));
        return call ? [{ say, call }] : [];
    });
    const step = steps[results];
    if (!step) {
        return fakeText(stop.end, chunkDelayMs);
    }
    const { say, call } = step;
    const blocks: FakeBlock[] = [
        ...(say ? [{ type: 'text' as const, chunks: chunksOf(say) }] : []),
        { type: 'tool_use', name: call.tool, input: call.input }
    ];
    return { kind: 'message', blocks, chunkDelayMs };
}

/** Tools that Claude Code names only, to be loaded by its `ToolSearch` before they are called. */
function deferredTools({ messages = [] }: FakeRequestBody): string[] {
    const texts = messages.flatMap(({ content }) =>
        typeof content === 'string' ? [content] : content.map(block => block.text ?? '')
    );
    return texts.flatMap(
        text => /deferred tools[\s\S]*?before calling them:\n((?:\w+\n)+)/.exec(text)?.[1].split('\n') ?? []
    );
}

/** The last words of a person, and how many calls of tools were answered since. */
function lastSaid({ messages = [] }: FakeRequestBody): { text: string; results: number } {
    let results = 0;
    for (const { role, content } of messages.toReversed()) {
        const blocks = role !== 'user' ? [] : typeof content === 'string' ? [{ type: 'text', text: content }] : content;
        const answered = blocks.filter(block => block.type === 'tool_result').length;
        results += answered;
        // what stands beside results is not said by a person: "Tool loaded."
        const texts = answered > 0 ? [] : blocks.filter(block => block.type === 'text');
        const text = texts.flatMap(block => spoken(block.text ?? '') ?? []).at(-1);
        if (text) {
            return { text, results };
        }
    }
    return { text: '', results };
}

function tourStops(folder: string): readonly TourStop[] {
    const path = `${folder}/greet.ts`;
    const todo = (content: string, status: string): object => ({ content, status, activeForm: content });
    return [
        {
            heard: /kinder/,
            steps: [
                {
                    calls: [
                        {
                            tool: 'TodoWrite',
                            input: { todos: [todo('Make it kinder', 'in_progress'), todo('Look at it', 'pending')] }
                        },
                        { tool: 'TaskCreate', input: { subject: 'Make it kinder', description: 'As it was asked' } }
                    ]
                },
                {
                    say: 'I will look at the **greeting** first.',
                    calls: [
                        { tool: 'Read', input: { file_path: path } },
                        { tool: 'read_file', input: { path } }
                    ]
                },
                {
                    calls: [
                        { tool: 'Edit', input: { file_path: path, old_string: "'Hi'", new_string: "'Dear friend'" } },
                        { tool: 'edit_file', input: { path, old_text: "'Hi'", new_text: "'Dear friend'" } }
                    ]
                },
                {
                    calls: ['Bash', 'bash'].map(tool => ({
                        tool,
                        input: { command: "printf '\\033[32mkind\\033[0m\\n' | tee kind.txt", description: 'Look' }
                    }))
                }
            ],
            end: 'The greeting is kinder now.'
        },
        {
            heard: /the picture/,
            steps: [
                {
                    calls: [
                        { tool: 'Read', input: { file_path: `${folder}/sky.png` } },
                        { tool: 'read_file', input: { path: 'sky.png' } }
                    ]
                }
            ],
            end: 'It is an evening sky.'
        },
        {
            heard: /which one/,
            steps: [
                {
                    calls: [
                        {
                            tool: 'AskUserQuestion',
                            input: {
                                questions: [
                                    {
                                        question: 'Which greeting shall it be?',
                                        header: 'Greeting',
                                        multiSelect: false,
                                        options: [
                                            { label: 'Good day', description: 'Formal' },
                                            { label: 'Hello', description: 'Plain' }
                                        ]
                                    }
                                ]
                            }
                        }
                    ]
                }
            ],
            end: 'So be it.'
        },
        {
            heard: /make a plan/,
            steps: [
                { calls: [{ tool: 'ToolSearch', input: { query: 'select:ExitPlanMode', max_results: 1 } }] },
                {
                    calls: [{ tool: 'ExitPlanMode', input: { plan: '# The plan\n\n1. Greet\n2. Be kind\n' } }]
                }
            ],
            end: 'I know how to go on.'
        },
        {
            heard: /somebody else/,
            steps: [
                {
                    calls: ['Task', 'Agent'].map(tool => ({
                        tool,
                        input: {
                            description: 'Find greetings',
                            prompt: 'You are the helper: find greetings.',
                            subagent_type: 'general-purpose'
                        }
                    }))
                }
            ],
            end: 'Somebody else has found it.'
        },
        {
            heard: /You are the helper/,
            steps: [
                {
                    calls: [
                        { tool: 'Grep', input: { pattern: 'return' } },
                        { tool: 'Read', input: { file_path: path } }
                    ]
                }
            ],
            end: 'One greeting was found.'
        }
    ];
}
