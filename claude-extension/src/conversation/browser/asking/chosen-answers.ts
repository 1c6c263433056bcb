import type { AskedQuestion } from '../../domain/tool-presentation';

/** What is chosen and written so far, question by question. */
export interface Choice {
    readonly labels: readonly string[];
    /** Written by the person, in place of the choices or beside them. */
    readonly other: string;
}

export const NO_CHOICE: Choice = { labels: [], other: '' };

/** A choice after a label was pressed: one of several, or one more or less where several may be chosen. */
export function toggled({ labels, other }: Choice, label: string, multiSelect: boolean): Choice {
    if (!multiSelect) {
        return { labels: [label], other: '' };
    }
    const without = labels.filter(each => each !== label);
    return { labels: without.length < labels.length ? without : [...labels, label], other };
}

/** A choice after something was written. Where one is to be chosen, what is written takes its place. */
export function written({ labels }: Choice, other: string, multiSelect: boolean): Choice {
    return { labels: multiSelect || other.trim() === '' ? labels : [], other };
}

/** The answers by the text of each question, several with commas between; undefined while a question has none. */
export function answersOf(
    questions: readonly AskedQuestion[],
    choices: readonly Choice[]
): Record<string, string> | undefined {
    const answers = questions.map(({ question, options }, i) => [question, answerOf(options, choices[i])] as const);
    return answers.every(([, answer]) => answer !== '') ? Object.fromEntries(answers) : undefined;
}

/** In the order of the options, whatever the order in which they were pressed. */
function answerOf(options: AskedQuestion['options'], { labels, other }: Choice): string {
    const chosen = options.map(({ label }) => label).filter(label => labels.includes(label));
    return [...chosen, other.trim()].filter(Boolean).join(', ');
}
