import * as React from '@theia/core/shared/react';
import { codicon } from '@theia/core/lib/browser/widgets/widget';
import { breakDown, daysBetween, rowsBySignIn, sumUp, UsageAxis } from '../../domain/usage-breakdown';
import { UsageMeasure, UsageModel, UsagePeriod } from '../usage-model';
import { UsageText } from '../usage-text';
import { BudgetList } from './budget-list';
import { Choice } from './choice';
import { DayChart } from './day-chart';
import { PriceList } from './price-list';
import { UsageTable } from './usage-table';

/** The usage page: what was used, how it stands with budgets, and prices. */
export function UsageView({ model }: { model: UsageModel }): React.ReactElement {
    const { usage, limits, problem } = model;
    return (
        <div className="dispatch-usage">
            <header className="dispatch-usage-head">
                <h1>{UsageText.title}</h1>
                <Choice
                    label={UsageText.period}
                    options={UsageText.periods}
                    value={model.period}
                    onChoose={period => model.show({ period: period as UsagePeriod })}
                />
                <span className="dispatch-usage-space" />
                <a className="theia-button secondary" href={model.csvAddress} download>
                    <span className={codicon('desktop-download')} aria-hidden /> {UsageText.download}
                </a>
                <button type="button" className="theia-button secondary" onClick={() => void model.refresh()}>
                    <span className={codicon('refresh')} aria-hidden /> {UsageText.refresh}
                </button>
            </header>
            <div role="alert">{problem && <p className="dispatch-usage-problem">{problem}</p>}</div>
            {limits && !limits.hasKey && <p className="dispatch-usage-note">{UsageText.noKey}</p>}
            {usage && <UsedPart model={model} />}
            {model.bySignIn.length > 0 && <SignInPart model={model} />}
            {limits && <BudgetList limits={limits} model={model} />}
            {model.prices && (
                <PriceList
                    key={model.prices.source}
                    prices={model.prices}
                    model={model}
                    saved={model.notice === 'prices'}
                />
            )}
        </div>
    );
}

/** What went past the meter, by the sign-in of the person. */
function SignInPart({ model }: { model: UsageModel }): React.ReactElement {
    const { axis, bySignIn, measure } = model;
    const slices = breakDown(rowsBySignIn(bySignIn), axis, model.knownSessions);
    return (
        <section aria-label={UsageText.bySignIn}>
            <h2>{UsageText.bySignIn}</h2>
            <p className="dispatch-usage-note">{UsageText.bySignInHint}</p>
            <UsageTable slices={slices} total={sumUp(slices)} axis={axis} measure={measure} bySignIn />
        </section>
    );
}

function UsedPart({ model }: { model: UsageModel }): React.ReactElement {
    const { usage, measure, axis, span } = model;
    const rows = usage?.rows ?? [];
    const sessions = usage?.sessions ?? [];
    const days = breakDown(rows, 'day', sessions, daysBetween(span.from, span.to));
    const total = sumUp(days);
    return (
        <section aria-label={UsageText.title}>
            <DayChart days={days} measure={measure} />
            <div className="dispatch-usage-bar">
                <Choice
                    label={UsageText.by}
                    options={UsageText.axes}
                    value={axis}
                    onChoose={chosen => model.show({ axis: chosen as UsageAxis })}
                />
                <Choice
                    label={UsageText.measure}
                    options={UsageText.measures}
                    value={measure}
                    onChoose={chosen => model.show({ measure: chosen as UsageMeasure })}
                />
            </div>
            {total.calls === 0 ? (
                <p className="dispatch-usage-note">{UsageText.nothing}</p>
            ) : (
                <UsageTable slices={breakDown(rows, axis, sessions)} total={total} axis={axis} measure={measure} />
            )}
            {total.unpricedCalls > 0 && (
                <p className="dispatch-usage-note">{UsageText.unpriced(total.unpricedCalls)}</p>
            )}
            {total.unreportedCalls > 0 && (
                <p className="dispatch-usage-note">{UsageText.unreported(total.unreportedCalls)}</p>
            )}
            {total.uncertainCalls > 0 && (
                <p className="dispatch-usage-note">{UsageText.uncertain(total.uncertainCalls)}</p>
            )}
        </section>
    );
}
