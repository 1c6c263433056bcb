import * as React from '@theia/core/shared/react';
import type { UsageSlice } from '../../domain/usage-breakdown';
import { formatUsd } from '../money';
import { formatTokens } from '../token-count';
import type { UsageMeasure } from '../usage-model';
import { UsageText } from '../usage-text';

const HEIGHT = 120;
const STEP = 20;

/** What each day used, as bars. The table below has the same by day, for those who do not see it. */
export function DayChart({
    days,
    measure
}: {
    days: readonly UsageSlice[];
    measure: UsageMeasure;
}): React.ReactElement {
    const value = (day: UsageSlice): number => (measure === 'cost' ? day.costUsd : day.tokens);
    const show = (amount: number): string => (measure === 'cost' ? formatUsd(amount) : formatTokens(amount));
    const most = Math.max(...days.map(value), 0);
    return (
        <figure className="dispatch-usage-chart">
            <svg
                viewBox={`0 0 ${Math.max(1, days.length) * STEP} ${HEIGHT}`}
                preserveAspectRatio="none"
                role="img"
                aria-label={UsageText.chart(UsageText.measures[measure])}
            >
                {days.map((day, at) => {
                    const height = most === 0 ? 0 : Math.max(value(day) > 0 ? 1 : 0, (value(day) / most) * HEIGHT);
                    return (
                        <g key={day.key}>
                            <title>{`${day.label}: ${show(value(day))}`}</title>
                            <rect className="dispatch-usage-day" x={at * STEP} y={0} width={STEP} height={HEIGHT} />
                            <rect
                                className="dispatch-usage-amount"
                                x={at * STEP + STEP * 0.15}
                                y={HEIGHT - height}
                                width={STEP * 0.7}
                                height={height}
                            />
                        </g>
                    );
                })}
            </svg>
            <figcaption>
                <span>{days[0]?.label}</span>
                <span>{`${UsageText.chart(UsageText.measures[measure])} · ≤ ${show(most)}`}</span>
                <span>{days.at(-1)?.label}</span>
            </figcaption>
        </figure>
    );
}
