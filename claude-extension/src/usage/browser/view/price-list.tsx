import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { ModelPrice, PricesAnswer, TokenPrices } from 'dispatch-extension/lib/kernel/common/usage-contract';
import type { UsageModel } from '../usage-model';
import { UsageText } from '../usage-text';

const COLUMNS: readonly [keyof TokenPrices, string][] = [
    ['input', UsageText.input],
    ['output', UsageText.output],
    ['cacheRead', UsageText.cacheRead],
    ['cacheWrite5m', UsageText.cacheWrite5m],
    ['cacheWrite1h', UsageText.cacheWrite1h]
];
const NEW_MODEL: ModelPrice = { model: '', input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };

/** What models cost; everything can be changed. */
export function PriceList({
    prices,
    model,
    saved
}: {
    prices: PricesAnswer;
    model: UsageModel;
    saved: boolean;
}): React.ReactElement {
    const [models, setModels] = React.useState<readonly ModelPrice[]>(prices.models);
    const change = (at: number, part: Partial<ModelPrice>): void =>
        setModels(models.map((each, index) => (index === at ? { ...each, ...part } : each)));
    const save = (event: React.FormEvent): void => {
        event.preventDefault();
        void model.changePrices({ models: [...models], webSearch: prices.webSearch });
    };
    return (
        <details className="dispatch-usage-prices">
            <summary>{UsageText.prices}</summary>
            <p className="dispatch-usage-note">
                {UsageText.pricesHint} {prices.source}
            </p>
            <form onSubmit={save}>
                <div className="dispatch-usage-scroll">
                    <table className="dispatch-usage-table">
                        <thead>
                            <tr>
                                <th scope="col">{UsageText.model}</th>
                                {COLUMNS.map(([key, label]) => (
                                    <th scope="col" key={key}>
                                        {label}
                                    </th>
                                ))}
                                <th />
                            </tr>
                        </thead>
                        <tbody>
                            {models.map((each, at) => (
                                <PriceRow
                                    key={at}
                                    price={each}
                                    onChange={part => change(at, part)}
                                    onRemove={() => setModels(models.filter((_, index) => index !== at))}
                                />
                            ))}
                        </tbody>
                    </table>
                </div>
                <div className="dispatch-usage-bar">
                    <button
                        type="button"
                        className="theia-button secondary"
                        onClick={() => setModels([...models, NEW_MODEL])}
                    >
                        {UsageText.addModel}
                    </button>
                    <button type="submit" className="theia-button">
                        {UsageText.save}
                    </button>
                    {!prices.isDefault && (
                        <button
                            type="button"
                            className="theia-button secondary"
                            onClick={() => void model.changePrices({ models: null })}
                        >
                            {UsageText.resetPrices}
                        </button>
                    )}
                    <small role="status">{saved && UsageText.saved}</small>
                </div>
            </form>
        </details>
    );
}

function PriceRow({
    price,
    onChange,
    onRemove
}: {
    price: ModelPrice;
    onChange: (part: Partial<ModelPrice>) => void;
    onRemove: () => void;
}): React.ReactElement {
    const { longPrompt } = price;
    return (
        <tr>
            <td>
                <input
                    className="theia-input"
                    aria-label={UsageText.model}
                    required
                    maxLength={100}
                    value={price.model}
                    onChange={event => onChange({ model: event.target.value.trim() })}
                />
                {longPrompt && (
                    <small>
                        {UsageText.longPrompt(
                            longPrompt.aboveTokens.toLocaleString('en-US'),
                            String(longPrompt.input),
                            String(longPrompt.output)
                        )}
                    </small>
                )}
            </td>
            {COLUMNS.map(([key, label]) => (
                <td key={key}>
                    <input
                        type="number"
                        className="theia-input"
                        aria-label={`${price.model} ${label}`}
                        min={0}
                        step="any"
                        required
                        value={price[key]}
                        onChange={event => onChange({ [key]: event.target.valueAsNumber || 0 })}
                    />
                </td>
            ))}
            <td>
                <button
                    type="button"
                    className={`dispatch-usage-remove ${codicon('trash')}`}
                    aria-label={UsageText.removeModel(price.model)}
                    title={UsageText.removeModel(price.model)}
                    onClick={onRemove}
                />
            </td>
        </tr>
    );
}
