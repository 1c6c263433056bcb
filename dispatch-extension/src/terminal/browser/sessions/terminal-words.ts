import { nls } from '@theia/core/lib/common/nls';
import { looksLikeHostPrompt, looksLikePath } from '@theia/terminal/lib/common/shell-type';
import { TerminalWidgetOptions } from '@theia/terminal/lib/browser/base/terminal-widget';
import { baseName } from '../../../session/browser/session-list';
import { SessionInfo } from '../../../session/common/session-protocol';
import { ExitInfo } from '../../../session/common/stream-frames';
import { TerminalDetail } from '../../common/terminal-protocol';

/** The words of the dividing line after the end. */
export function exitInWords({ exitCode, signal, reason }: ExitInfo): string {
    if (exitCode !== undefined && signal === undefined) {
        return nls.localize('dispatch/terminal/exited', 'exited with code {0}', exitCode);
    }
    return reason;
}

/**
 * The title of a terminal: what somebody chose, else what the program says (OSC 0 and 2), else the shell's name.
 * A prompt's title, like `me@host: ~/work`, says less than the shell's name does.
 */
export function titleOf(info: SessionInfo | undefined, programTitle: string, options: TerminalWidgetOptions): string {
    const shell = TerminalDetail.safeParse(info?.detail).data?.shell;
    const shellName = shell && baseName(shell);
    const chosen = info && info.title !== shellName ? info.title : undefined;
    if (chosen || options.useServerTitle === false) {
        return chosen || options.title || shellName || 'Terminal';
    }
    return programName(programTitle) || shellName || nls.localizeByDefault('Terminal');
}

function programName(title: string): string {
    const trimmed = title.trim().slice(0, 80);
    return looksLikeHostPrompt(trimmed) || looksLikePath(trimmed) ? '' : trimmed;
}
