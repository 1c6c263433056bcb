import { nls } from '@theia/core/lib/common/nls';
import { injectable } from '@theia/core/shared/inversify';
import { isOver, baseName } from '../../session/browser/session-list';
import { SessionDescription } from '../../session/browser/session-view-contribution';
import { SessionInfo } from '../../session/common/session-protocol';
import { TerminalSessionView } from '../../terminal/browser/sessions/terminal-session-view';
import { ShellDetail } from '../common/shell-integration-protocol';
import { shortLine, statusInWords } from './marks/command-words';

/** Terminals in the Sessions view, with what they run: "npm test · failed (1)". */
@injectable()
export class IntegratedSessionView extends TerminalSessionView {
    override describe(session: SessionInfo): SessionDescription {
        const description = super.describe(session);
        const { command, currentFolder } = ShellDetail.safeParse(session.detail).data ?? {};
        if (isOver(session) || !command) {
            return description;
        }
        const parts = [shortLine(command, 60), statusInWords(command)];
        if (currentFolder !== undefined && currentFolder !== session.folder) {
            parts.push(nls.localize('dispatch/shell/in', 'in {0}', baseName(currentFolder)));
        }
        return { ...description, text: parts.join(' · ') };
    }
}
