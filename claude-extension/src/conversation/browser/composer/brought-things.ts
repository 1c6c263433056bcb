import { ApplicationShell } from '@theia/core/lib/browser/shell/application-shell';
import { pastedKind } from 'dispatch-extension/lib/clipboard/domain/pasted-kind';
import type { ClaudeSessionModel } from '../claude-session-model';
import { ClaudeText } from '../claude-text';
import { isPicture } from '../session-steering';
import { mentionOf } from '../../domain/completion-trigger';

/** A file from the computer that is no picture goes with the message as text, up to this size. */
const MAX_TEXT_BYTES = 512 * 1024;
/** What Theia's explorer and tabs call what is dragged out of them. */
const THEIA_URIS = 'theia-editor-dnd';

/** Whether something that is dragged can be dropped into a message. */
export function canBeBrought({ types }: DataTransfer): boolean {
    return types.includes('Files') || types.includes(THEIA_URIS);
}

/**
 * What was pasted or dropped: pictures are kept in the session, text files of the computer go with the message, and files
 * of the explorer are named. Gives the mentions to insert, or undefined when the text that was pasted is meant.
 */
export function bring(data: DataTransfer, model: ClaudeSessionModel, folder: string): string | undefined {
    const uris = ApplicationShell.getDraggedEditorUris(data).filter(uri => uri.scheme === 'file');
    if (uris.length > 0) {
        const paths = uris.map(uri => uri.path.fsPath());
        return paths.map(path => `${mentionOf(withinFolder(path, folder))} `).join('');
    }
    const files = [...data.files];
    const brought = { text: data.getData('text/plain'), fileNames: files.map(file => file.name) };
    if (pastedKind(brought) !== 'files') {
        return undefined;
    }
    for (const file of files) {
        void model.attempt(() => bringFile(file, model));
    }
    return '';
}

async function bringFile(file: File, { steering, draft }: ClaudeSessionModel): Promise<void> {
    if (isPicture(file.type)) {
        const bytes = new Uint8Array(await file.arrayBuffer());
        const picture = { name: file.name, mediaType: file.type, bytes };
        draft.extras.attach(await steering.addPicture(picture, ClaudeText.pictureTooLarge));
        return;
    }
    const text = file.size <= MAX_TEXT_BYTES ? await file.text() : undefined;
    if (text === undefined || text.includes('\0')) {
        throw new RangeError(ClaudeText.cannotBring(file.name));
    }
    draft.extras.addContext({ label: file.name, text });
}

function withinFolder(path: string, folder: string): string {
    return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}
