import type { LimitName } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { formatUsd } from './money';

/** A value of a limit, or what was used of it, for people. */
export function formatAmount(name: LimitName, value: number): string {
    return name.endsWith('UsdPerMonth') ? formatUsd(value) : value.toLocaleString('en-US');
}
