import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { ClaudeSessionModel } from '../claude-session-model';
import { ClaudeText } from '../claude-text';
import { sayUntil } from '../until';

/** While the session waits for a usage limit: why, until when, and what can be done about it. */
export function ParkedBanner({ model }: { model: ClaudeSessionModel }): React.ReactNode {
    const { parked, settings } = model.transcript;
    const nowMs = useNow(parked?.untilMs);
    if (!parked || model.ended) {
        return undefined;
    }
    const goesOn = settings.resumeAfterLimit === true;
    const until = sayUntil(parked.untilMs, nowMs, goesOn);
    return (
        <div
            className="dispatch-claude-banner dispatch-claude-parked"
            role="group"
            aria-label={ClaudeText.parked.title}
        >
            <span className={codicon('watch')} aria-hidden />
            <span>
                {parked.reason} <strong>{until}</strong>
            </span>
            <label>
                <input
                    type="checkbox"
                    checked={goesOn}
                    onChange={({ target }) =>
                        void model.attempt(() => model.steering.changeSettings({ resumeAfterLimit: target.checked }))
                    }
                />
                {ClaudeText.parked.goOnByItself}
            </label>
            <button
                type="button"
                className="theia-button"
                onClick={() => void model.attempt(() => model.steering.goOn())}
            >
                {ClaudeText.parked.goOnNow}
            </button>
        </div>
    );
}

const SOON_MS = 90_000;

/** The time, told again every second when it comes to that, else seldom. */
function useNow(untilMs: number | undefined): number {
    const [nowMs, setNowMs] = React.useState(() => Date.now());
    const paceMs = untilMs !== undefined && untilMs - nowMs < SOON_MS ? 1_000 : 15_000;
    React.useEffect(() => {
        setNowMs(Date.now());
        if (untilMs === undefined) {
            return undefined;
        }
        const timer = setInterval(() => setNowMs(Date.now()), paceMs);
        return () => clearInterval(timer);
    }, [untilMs, paceMs]);
    return nowMs;
}
