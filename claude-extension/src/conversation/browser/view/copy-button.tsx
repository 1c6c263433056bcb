import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { ClaudeText } from '../claude-text';
import { useViewServices } from './view-services';

const CONFIRMED_MS = 1_500;

/** Copies a text and says for a moment that it did. */
export function CopyButton({ text }: { text: string }): React.ReactElement {
    const { copy } = useViewServices();
    const [copied, setCopied] = React.useState(false);
    React.useEffect(() => {
        if (!copied) {
            return undefined;
        }
        const timer = setTimeout(() => setCopied(false), CONFIRMED_MS);
        return () => clearTimeout(timer);
    }, [copied]);
    const label = copied ? ClaudeText.copied : ClaudeText.copy;
    return (
        <button
            type="button"
            className="dispatch-claude-icon-button"
            title={label}
            aria-label={label}
            onClick={() => void copy(text).then(setCopied)}
        >
            <span className={codicon(copied ? 'check' : 'copy')} aria-hidden />
        </button>
    );
}
