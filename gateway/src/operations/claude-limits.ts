import { LimitName, LimitValues } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { Configuration } from './configuration';

/** What the operator limits. 0 in the configuration is no limit. */
export function claudeLimits(configuration: Configuration): LimitValues {
    const values: Record<LimitName, number> = {
        personRequestsPerMinute: configuration.CLAUDE_REQUESTS_PER_MINUTE,
        sessionRequestsPerMinute: configuration.CLAUDE_REQUESTS_PER_MINUTE_PER_SESSION,
        personConcurrentRequests: configuration.CLAUDE_CONCURRENT_REQUESTS,
        sessionConcurrentRequests: configuration.CLAUDE_CONCURRENT_REQUESTS_PER_SESSION,
        personTokensPerDay: configuration.CLAUDE_TOKENS_PER_DAY,
        sessionTokensPerDay: configuration.CLAUDE_TOKENS_PER_DAY_PER_SESSION,
        personUsdPerMonth: configuration.CLAUDE_USD_PER_MONTH,
        sessionUsdPerMonth: configuration.CLAUDE_USD_PER_MONTH_PER_SESSION
    };
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value > 0));
}
