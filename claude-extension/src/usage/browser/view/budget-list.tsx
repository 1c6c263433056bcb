import * as React from '@theia/core/shared/react';
import type { LimitName, LimitsAnswer } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { BudgetState, budgetStates, RATES } from '../../domain/budget-state';
import { formatAmount } from '../limit-format';
import type { UsageModel } from '../usage-model';
import { UsageText } from '../usage-text';

/** How it stands with each budget, and a field to change it. */
export function BudgetList({ limits, model }: { limits: LimitsAnswer; model: UsageModel }): React.ReactElement {
    return (
        <section className="dispatch-usage-budgets" aria-labelledby="dispatch-usage-budgets">
            <h2 id="dispatch-usage-budgets">{UsageText.budgets}</h2>
            <p className="dispatch-usage-note">{UsageText.budgetHint}</p>
            {budgetStates(limits).map(state => (
                <div className={`dispatch-usage-budget dispatch-usage-${state.level}`} key={state.name}>
                    <BudgetBar state={state} />
                    <LimitField name={state.name} limits={limits} model={model} />
                </div>
            ))}
            <NumberField
                label={UsageText.warnAt}
                value={limits.warnAtPercent}
                integer
                saved={model.notice === 'warnAtPercent'}
                onSave={percent => percent !== undefined && void model.changeWarning(percent)}
            />
            <details>
                <summary>{UsageText.rates}</summary>
                {RATES.map(name => (
                    <LimitField key={name} name={name} limits={limits} model={model} />
                ))}
            </details>
        </section>
    );
}

function BudgetBar({ state }: { state: BudgetState }): React.ReactElement {
    const { name, used, limit, session } = state;
    const amount = formatAmount(name, used);
    const said =
        limit === undefined ? `${amount} · ${UsageText.noLimit}` : UsageText.ofLimit(amount, formatAmount(name, limit));
    const percent = limit === undefined ? 0 : Math.min(100, (used / limit) * 100);
    return (
        <div className="dispatch-usage-standing">
            <span className="dispatch-usage-name">{UsageText.limits[name]}</span>
            <span className="dispatch-usage-said">
                {said}
                {session && <small title={session.title}>{UsageText.mostOf(session.title)}</small>}
            </span>
            <div
                className="dispatch-usage-gauge"
                role="progressbar"
                aria-label={UsageText.limits[name]}
                aria-valuenow={Math.round(percent)}
                aria-valuetext={said}
            >
                <div style={{ width: `${percent}%` }} />
            </div>
        </div>
    );
}

function LimitField({
    name,
    limits,
    model
}: {
    name: LimitName;
    limits: LimitsAnswer;
    model: UsageModel;
}): React.ReactElement {
    const operator = limits.operator[name];
    return (
        <NumberField
            label={UsageText.limits[name]}
            value={limits.own[name]}
            integer={!name.endsWith('UsdPerMonth')}
            hint={operator === undefined ? undefined : UsageText.operatorLimit(formatAmount(name, operator))}
            saved={model.notice === name}
            onSave={value => void model.changeLimit(name, value ?? null)}
        />
    );
}

/** A number that is kept with Enter or the button. Empty is no limit. */
function NumberField({
    label,
    value,
    integer,
    hint,
    saved,
    onSave
}: {
    label: string;
    value: number | undefined;
    integer: boolean;
    hint?: string;
    saved: boolean;
    onSave: (value: number | undefined) => void;
}): React.ReactElement {
    const [text, setText] = React.useState(String(value ?? ''));
    React.useEffect(() => setText(String(value ?? '')), [value]);
    const save = (event: React.FormEvent): void => {
        event.preventDefault();
        onSave(text.trim() === '' ? undefined : Number(text));
    };
    return (
        <form className="dispatch-usage-field" onSubmit={save}>
            <label>
                <span>{label}</span>
                <input
                    type="number"
                    className="theia-input"
                    min={integer ? 1 : 0.01}
                    step={integer ? 1 : 0.01}
                    value={text}
                    placeholder={UsageText.noLimit}
                    onChange={event => setText(event.target.value)}
                />
            </label>
            <button type="submit" className="theia-button secondary" disabled={text === String(value ?? '')}>
                {UsageText.save}
            </button>
            <small role="status">{saved ? UsageText.saved : hint}</small>
        </form>
    );
}
