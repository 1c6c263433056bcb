import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { AskedQuestion, questionsIn } from '../../domain/tool-presentation';
import type { Approval } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';
import { AnswerButtons } from './answer-buttons';
import { answersOf, Choice, NO_CHOICE, toggled, written } from './chosen-answers';
import { useAskingCard } from './use-asking-card';

/** Questions of Claude with choices; something else can always be written. */
export function QuestionCard({ approval }: { approval: Approval }): React.ReactElement {
    const { card, disabled, given, give } = useAskingCard(approval);
    const questions = React.useMemo(() => questionsIn(approval.input), [approval]);
    const [choices, setChoices] = React.useState<readonly Choice[]>(() => questions.map(() => NO_CHOICE));
    const headingId = React.useId();
    const answers = answersOf(questions, choices);
    return (
        <section
            ref={card}
            className="dispatch-claude-approval dispatch-claude-question"
            data-approval={approval.approvalId}
            role="group"
            aria-labelledby={headingId}
            tabIndex={-1}
        >
            <h3 id={headingId} className="dispatch-claude-asked">
                <span className={codicon('comment-discussion')} aria-hidden />
                <span>{ClaudeText.hasQuestions(questions.length)}</span>
            </h3>
            {questions.map((question, i) => (
                <QuestionView
                    key={i}
                    question={question}
                    choice={choices[i]}
                    onChange={choice => setChoices(choices.with(i, choice))}
                    onDone={() => answers && !disabled && give('allow', { answers })}
                />
            ))}
            <AnswerButtons
                disabled={disabled}
                allow={{
                    label: given === 'allow' ? ClaudeText.answering : ClaudeText.answer,
                    disabled: !answers,
                    onGive: () => give('allow', { answers })
                }}
                deny={{ label: ClaudeText.skipQuestion, onGive: () => give('deny') }}
            />
        </section>
    );
}

interface QuestionProps {
    readonly question: AskedQuestion;
    readonly choice: Choice;
    onChange(choice: Choice): void;
    onDone(): void;
}

function QuestionView({ question, choice, onChange, onDone }: QuestionProps): React.ReactElement {
    const { multiSelect, options } = question;
    const name = React.useId();
    return (
        <fieldset className="dispatch-claude-choices">
            <legend>
                {question.header && <span className="dispatch-claude-chip">{question.header}</span>}
                {question.question}
            </legend>
            {options.map(({ label, description }) => (
                <label key={label}>
                    <input
                        type={multiSelect ? 'checkbox' : 'radio'}
                        name={name}
                        checked={choice.labels.includes(label)}
                        onChange={() => onChange(toggled(choice, label, multiSelect))}
                    />
                    <span>
                        {label}
                        {description && <small>{description}</small>}
                    </span>
                </label>
            ))}
            <input
                className="theia-input dispatch-claude-other"
                type="text"
                aria-label={ClaudeText.otherAnswer}
                placeholder={ClaudeText.otherAnswer}
                maxLength={4_000}
                value={choice.other}
                onChange={event => onChange(written(choice, event.target.value, multiSelect))}
                onKeyDown={event => {
                    if (event.key === 'Enter' && !event.altKey && !event.nativeEvent.isComposing) {
                        event.preventDefault();
                        onDone();
                    }
                }}
            />
        </fieldset>
    );
}
