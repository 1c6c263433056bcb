import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { RuntimeName } from '../../common/claude-events';
import { ClaudeText } from '../claude-text';
import type { RuntimeInfo } from '../claude-runtimes';

/** Every way to run Claude: whether it can be used, what to do where it can not, and a button where it can. */
export function RuntimeHelp(props: {
    runtimes: readonly RuntimeInfo[];
    onUse(runtime: RuntimeName): void;
    onSignIn(): void;
}): React.ReactElement {
    return (
        <ul className="dispatch-claude-runtimes">
            {props.runtimes.map(runtime => (
                <li key={runtime.name}>
                    <span className={codicon(runtime.usable ? 'pass' : 'info')} aria-hidden />
                    <div>
                        <strong>{runtime.label}</strong>
                        <p>
                            {ClaudeText.runtimeDetails[runtime.name]}
                            {runtime.reason && !runtime.usable && <br />}
                            {!runtime.usable && runtime.reason}
                        </p>
                        {!runtime.usable && runtime.canSignIn && (
                            <button type="button" className="theia-button" onClick={props.onSignIn}>
                                {ClaudeText.signIn}
                            </button>
                        )}
                        {runtime.usable && (
                            <button type="button" className="theia-button" onClick={() => props.onUse(runtime.name)}>
                                {ClaudeText.newWith(runtime.label)}
                            </button>
                        )}
                    </div>
                </li>
            ))}
        </ul>
    );
}
