import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { ApprovalRule } from '../common/approval-protocol';
import type { ApprovalDesk } from './approval-desk';
import { ApprovalText } from './approval-text';
import { ExpirySelect } from './rule-form';
import { expiryAtMs, patternInWords, ruleInWords, toolInWords } from './rule-words';
import { VisibleText } from './visible-text-view';

/** Every rule, with how long it holds and a way to take it back. */
export function RuleList({ desk }: { desk: ApprovalDesk }): React.ReactElement {
    const { rules = [] } = desk;
    if (rules.length === 0) {
        return <p className="dispatch-approvals-empty">{ApprovalText.noRules}</p>;
    }
    return (
        <ul className="dispatch-approval-rules">
            {rules.map(rule => (
                <RuleRow key={rule.ruleId} rule={rule} desk={desk} />
            ))}
        </ul>
    );
}

function RuleRow({ rule, desk }: { rule: ApprovalRule; desk: ApprovalDesk }): React.ReactElement {
    return (
        <li data-rule={rule.ruleId}>
            <div className="dispatch-approval-rule-text">
                <div>
                    {toolInWords(rule.tool)}{' '}
                    <code>
                        <VisibleText text={patternInWords(rule)} />
                    </code>
                </div>
                <div className="dispatch-approvals-quiet" title={rule.folder}>
                    {rule.folder}
                </div>
                <div className="dispatch-approvals-quiet">{ruleInWords(rule, Date.now())}</div>
            </div>
            <ExpirySelect
                value=""
                nothing={ApprovalText.keep}
                label={ApprovalText.changeExpiry}
                without={['session']}
                onChange={expiry => void desk.changeExpiry(rule, expiryAtMs(expiry, Date.now()))}
            />
            <button
                type="button"
                className={`dispatch-row-action ${codicon('trash')}`}
                title={ApprovalText.removeRule}
                aria-label={ApprovalText.removeRule}
                onClick={() => void desk.removeRule(rule)}
            />
        </li>
    );
}
