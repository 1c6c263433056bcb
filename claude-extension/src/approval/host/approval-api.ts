/** What other features use of approvals. */
export { ApprovalBroker, ApprovalLog, PersonAnswer } from './approval-broker';
export { inputHash } from './input-hash';
