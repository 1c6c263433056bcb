/** What other features use of approvals. */
export { ApprovalBroker, ApprovalLog, ApprovalPolicy, ASK_ALWAYS, PersonAnswer } from './approval-broker';
export { ApprovalRules } from './approval-rules';
export { ApprovalService, ApprovalSessions, AskingSession } from './approval-service';
export { SqlAskedCalls } from './asked-calls';
export { approvalMigrations, SqlRuleStore } from './rule-store';
export { onlyLooks } from '../domain/rule-tools';
export { inputHash } from './input-hash';
export { realPath } from './real-path';
