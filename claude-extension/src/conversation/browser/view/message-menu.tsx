import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { splitContexts } from '../../domain/message-context';
import type { Turn, UserMessage } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';
import { AdditionsContext } from '../contributions/view-additions';
import { MenuButton, MenuItem } from './menu-button';
import { useViewedSession } from './viewed-session';
import { useViewServices } from './view-services';

/** What can be done with a message that the person sent. */
export function MessageMenu({ message, turn }: { message: UserMessage; turn: Turn }): React.ReactNode {
    const { messages } = React.useContext(AdditionsContext);
    const session = useViewedSession();
    const { copy } = useViewServices();
    if (!session) {
        return undefined;
    }
    const items = (): readonly MenuItem[] => [
        { id: 'copy', label: ClaudeText.copy, icon: 'copy', run: () => void copy(splitContexts(message.text).text) },
        ...messages.flatMap(each => each.messageActions(message, turn, session))
    ];
    return (
        <MenuButton
            label={ClaudeText.messageMenu}
            className="dispatch-claude-icon-button dispatch-claude-said-menu"
            items={items}
            onChoose={item => void session.attempt(() => item.run())}
        >
            <span className={codicon('ellipsis')} aria-hidden />
        </MenuButton>
    );
}
