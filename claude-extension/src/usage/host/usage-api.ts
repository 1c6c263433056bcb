/** What other features use of usage. */
export { contextOf, LastResponse, usageReport, usageSince, ModelTotals } from '../domain/usage-report';
export { meterToken } from './meter-token';
export { askAllowance } from './meter-allowance';
export { SignInUsage, usageMigrations } from './sign-in-usage';
