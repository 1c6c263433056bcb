import { z } from 'zod';
import { defineTool } from './tool';

/** Asks the person, who chooses or writes. The answers come with the permission. */
export const askUserTool = defineTool({
    name: 'ask_user',
    description:
        'Asks the person one to four questions with two to four choices each; an answer of their own is always possible. ' +
        'Use it when something must be decided that only they can decide.',
    input: z.object({
        questions: z
            .array(
                z.object({
                    question: z.string().min(1).max(2_000),
                    header: z.string().max(40).describe('One or two words'),
                    multiSelect: z.boolean().optional(),
                    options: z
                        .array(z.object({ label: z.string().min(1).max(200), description: z.string().max(1_000) }))
                        .min(2)
                        .max(4)
                })
            )
            .min(1)
            .max(4)
    }),
    asks: 'question',
    async run({ questions }, { answers = {} }) {
        const lines = questions.map(({ question }) => `${question}\n${answers[question] ?? '(no answer)'}`);
        return { outcome: 'done', output: lines.join('\n\n') };
    }
});

/** Shows a plan, which the person accepts or wants changed. */
export const proposePlanTool = defineTool({
    name: 'propose_plan',
    description:
        'Shows the person the plan that you have made, in Markdown, and waits for them to accept it. Only while planning.',
    input: z.object({ plan: z.string().min(1).max(100_000) }),
    asks: 'plan',
    async run() {
        return { outcome: 'done', output: 'The plan was accepted. Go ahead.' };
    }
});
