/** What other features use of approvals. */
export { ApprovalBroker, ApprovalLog, ApprovalPolicy, ASK_ALWAYS, PersonAnswer } from './approval-broker';
export { inputHash } from './input-hash';
