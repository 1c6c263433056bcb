import { nls } from '@theia/core/lib/common/nls';
import { URI } from '@theia/core/lib/common/uri';
import { ApplicationShell } from '@theia/core/lib/browser';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { DroppedFiles } from './dropped-files';

/** What Theia's explorer and tabs call what is dragged out of them. */
const THEIA_URIS = 'theia-editor-dnd';
const FILES = 'Files';
const DRAG_CLASS = 'dispatch-drop-target';

/** A terminal as a place to drop files: from the computer, which are stored first, and out of the explorer. */
export class DropTarget {
    constructor(
        private readonly terminal: DispatchTerminalWidget,
        private readonly dropped: DroppedFiles
    ) {}

    listen(): void {
        const { node } = this.terminal;
        node.dataset['dropHint'] = nls.localize('dispatch/clipboard/dropHint', 'Drop to type the path');
        node.addEventListener('dragenter', event => this.dragged(event));
        node.addEventListener('dragover', event => this.dragged(event));
        node.addEventListener('dragleave', event => this.left(event));
        node.addEventListener('drop', event => this.droppedHere(event));
    }

    private dragged(event: DragEvent): void {
        if (event.dataTransfer && isForUs(event.dataTransfer)) {
            take(event);
            event.dataTransfer.dropEffect = 'copy';
            this.terminal.node.classList.add(DRAG_CLASS);
        }
    }

    private left(event: DragEvent): void {
        if (!(event.relatedTarget instanceof Node && this.terminal.node.contains(event.relatedTarget))) {
            this.terminal.node.classList.remove(DRAG_CLASS);
        }
    }

    private droppedHere(event: DragEvent): void {
        this.terminal.node.classList.remove(DRAG_CLASS);
        const { dataTransfer } = event;
        if (!dataTransfer || !isForUs(dataTransfer)) {
            return;
        }
        take(event);
        const uris = ApplicationShell.getDraggedEditorUris(dataTransfer).filter((uri: URI) => uri.scheme === 'file');
        if (uris.length > 0) {
            this.dropped.type(this.terminal, uris);
            return;
        }
        const { files, folders } = filesOf(dataTransfer);
        if (folders > 0) {
            this.dropped.refuseFolder();
        }
        if (files.length > 0) {
            void this.dropped.bring(this.terminal, files);
        }
    }
}

function isForUs({ types }: DataTransfer): boolean {
    return types.includes(FILES) || types.includes(THEIA_URIS);
}

/** Folders come as files of a size that means nothing, and cannot be read. */
function filesOf({ items }: DataTransfer): { files: File[]; folders: number } {
    const files: File[] = [];
    let folders = 0;
    for (const item of items) {
        if (item.webkitGetAsEntry()?.isDirectory) {
            folders++;
        } else {
            const file = item.getAsFile();
            if (file) {
                files.push(file);
            }
        }
    }
    return { files, folders };
}

function take(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
}
