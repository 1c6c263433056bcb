import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { ClaudeSessionModel } from '../claude-session-model';
import { ClaudeText } from '../claude-text';

/** While a session waits for a usage limit to pass: until when, a way to try at once, and to go on by itself. */
export function ParkedBanner({ model }: { model: ClaudeSessionModel }): React.ReactNode {
    const { parked, settings } = model.transcript;
    if (!parked || model.ended) {
        return undefined;
    }
    const { untilMs } = parked;
    const goesOn = settings.resumeAfterLimit === true;
    return (
        <div className="dispatch-claude-banner dispatch-claude-parked" role="status" title={parked.reason}>
            <span className={codicon('watch')} aria-hidden />
            <span>{untilMs === undefined ? ClaudeText.parked : ClaudeText.parkedUntil(inWords(untilMs))}</span>
            {untilMs !== undefined && (
                <label>
                    <input
                        type="checkbox"
                        checked={goesOn}
                        onChange={() =>
                            void model.attempt(() => model.steering.changeSettings({ resumeAfterLimit: !goesOn }))
                        }
                    />
                    {ClaudeText.resumeAfterLimit}
                </label>
            )}
            <button
                type="button"
                className="dispatch-claude-link"
                title={ClaudeText.tryAgainTitle}
                onClick={() => model.send({ text: ClaudeText.goOn })}
            >
                {ClaudeText.tryAgain}
            </button>
        </div>
    );
}

function inWords(untilMs: number): string {
    return new Date(untilMs).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
