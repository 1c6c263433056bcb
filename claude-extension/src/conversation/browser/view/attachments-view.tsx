import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { MessageAttachment } from '../../common/claude-events';
import { ClaudeText } from '../claude-text';
import { useViewedSession } from './viewed-session';

/** Pictures that go with a message. A click makes one as large as the view, another one small again. */
export function AttachmentsView(props: {
    attachments: readonly MessageAttachment[];
    onRemove?(attachmentId: string): void;
}): React.ReactElement {
    const { attachments, onRemove } = props;
    return (
        <ul className="dispatch-claude-pictures">
            {attachments.map(attachment => (
                <li key={attachment.attachmentId}>
                    <Picture attachment={attachment} />
                    {onRemove && (
                        <button
                            type="button"
                            className="dispatch-claude-icon-button"
                            title={ClaudeText.removePicture(attachment.name)}
                            aria-label={ClaudeText.removePicture(attachment.name)}
                            onClick={() => onRemove(attachment.attachmentId)}
                        >
                            <span className={codicon('close')} aria-hidden />
                        </button>
                    )}
                </li>
            ))}
        </ul>
    );
}

function Picture({ attachment }: { attachment: MessageAttachment }): React.ReactElement {
    const session = useViewedSession();
    const [address, setAddress] = React.useState<string>();
    const [problem, setProblem] = React.useState(false);
    const [large, setLarge] = React.useState(false);
    const { attachmentId, name } = attachment;
    React.useEffect(() => {
        let wanted = true;
        session?.steering.pictureAddress(attachmentId).then(
            found => wanted && setAddress(found),
            () => wanted && setProblem(true)
        );
        return () => {
            wanted = false;
        };
    }, [session, attachmentId]);
    if (!address) {
        return (
            <span className="dispatch-claude-picture-none" title={problem ? ClaudeText.noPicture : undefined}>
                <span className={codicon(problem ? 'error' : 'file-media')} aria-hidden />
                {name}
            </span>
        );
    }
    return (
        <button
            type="button"
            className={`dispatch-claude-picture ${large ? 'dispatch-claude-picture-large' : ''}`}
            title={name}
            aria-label={name}
            aria-expanded={large}
            onClick={() => setLarge(!large)}
        >
            <img src={address} alt={name} />
        </button>
    );
}
