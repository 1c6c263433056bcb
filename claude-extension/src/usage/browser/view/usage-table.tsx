import * as React from '@theia/core/shared/react';
import type { UsageAxis, UsageSlice } from '../../domain/usage-breakdown';
import { formatUsd } from '../money';
import type { UsageMeasure } from '../usage-model';
import { UsageText } from '../usage-text';

/** What each model, session, workspace or day used, with a bar. `bySignIn`: what no meter saw, in turns and without cost. */
export function UsageTable({
    slices,
    total,
    axis,
    measure,
    bySignIn = false
}: {
    slices: readonly UsageSlice[];
    total: UsageSlice;
    axis: UsageAxis;
    measure: UsageMeasure;
    bySignIn?: boolean;
}): React.ReactElement {
    const value = (slice: UsageSlice): number => (measure === 'cost' && !bySignIn ? slice.costUsd : slice.tokens);
    const most = Math.max(...slices.map(value), 0);
    return (
        <div
            className="dispatch-usage-scroll"
            tabIndex={0}
            role="region"
            aria-label={bySignIn ? UsageText.bySignIn : UsageText.axes[axis]}
        >
            <table className="dispatch-usage-table">
                <thead>
                    <tr>
                        <th scope="col">{UsageText.axes[axis]}</th>
                        {!bySignIn && <th scope="col">{UsageText.measures.cost}</th>}
                        <th scope="col">{bySignIn ? UsageText.turns : UsageText.calls}</th>
                        <th scope="col">{UsageText.input}</th>
                        <th scope="col">{UsageText.output}</th>
                        <th scope="col">{UsageText.cacheRead}</th>
                        <th scope="col">{UsageText.cacheWrite}</th>
                    </tr>
                </thead>
                <tbody>
                    {slices.map(slice => (
                        <tr key={slice.key}>
                            <th scope="row" title={slice.label}>
                                <span className="dispatch-usage-label">{slice.label}</span>
                                <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden>
                                    <rect
                                        className="dispatch-usage-amount"
                                        width={most === 0 ? 0 : (value(slice) / most) * 100}
                                        height={4}
                                    />
                                </svg>
                            </th>
                            <Cells slice={slice} withCost={!bySignIn} />
                        </tr>
                    ))}
                </tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{UsageText.total}</th>
                        <Cells slice={total} withCost={!bySignIn} />
                    </tr>
                </tfoot>
            </table>
        </div>
    );
}

function Cells({ slice, withCost }: { slice: UsageSlice; withCost: boolean }): React.ReactElement {
    const { calls, inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = slice;
    return (
        <>
            {withCost && <td>{costOf(slice)}</td>}
            {[calls, inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens].map((count, at) => (
                <td key={at}>{count.toLocaleString('en-US')}</td>
            ))}
        </>
    );
}

/** What is not known is said, and is never nothing. */
function costOf({ costUsd, calls, unpricedCalls, unreportedCalls }: UsageSlice): string {
    const unknownCalls = unpricedCalls + unreportedCalls;
    if (unknownCalls === 0) {
        return formatUsd(costUsd);
    }
    return unknownCalls === calls ? UsageText.unknownCost : `${formatUsd(costUsd)} + ${UsageText.unknownCost}`;
}
