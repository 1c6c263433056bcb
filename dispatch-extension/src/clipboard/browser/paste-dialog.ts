import { nls } from '@theia/core/lib/common/nls';
import { AbstractDialog, Dialog } from '@theia/core/lib/browser';
import { countLines, previewOf, withoutControls } from '../domain/paste-text';

/** What a person chose. */
export interface PasteChoice {
    readonly how: 'paste' | 'one-line';
    readonly neverAsk: boolean;
}

/** Asks before several lines go into a terminal whose program may run each of them. Closed without a choice: undefined. */
export class PasteDialog extends AbstractDialog<PasteChoice> {
    private readonly checkbox = document.createElement('input');
    private how: PasteChoice['how'] = 'paste';

    constructor(text: string) {
        super({
            title: nls.localizeByDefault(
                'Are you sure you want to paste {0} lines of text into the terminal?',
                countLines(text)
            )
        });
        this.addClass('dispatch-paste-dialog');
        this.contentNode.append(previewNode(text), this.checkboxNode());
        this.appendCloseButton(Dialog.CANCEL);
        const oneLine = this.appendButton(plain(nls.localizeByDefault('Paste as &&one line')), false);
        oneLine.addEventListener('click', () => {
            this.how = 'one-line';
            void this.accept();
        });
        this.appendAcceptButton(plain(nls.localizeByDefault('&&Paste')));
    }

    get value(): PasteChoice {
        return { how: this.how, neverAsk: this.checkbox.checked };
    }

    private checkboxNode(): HTMLElement {
        const label = document.createElement('label');
        this.checkbox.type = 'checkbox';
        this.checkbox.className = 'theia-input';
        label.append(this.checkbox, nls.localizeByDefault('Do not ask me again'));
        return label;
    }
}

function previewNode(text: string): HTMLElement {
    const { lines, more } = previewOf(withoutControls(text));
    const node = document.createElement('pre');
    node.textContent = lines.join('\n');
    if (more > 0) {
        const rest = document.createElement('span');
        rest.textContent = `\n${nls.localize('dispatch/clipboard/moreLines', '… and {0} more', more)}`;
        node.append(rest);
    }
    return node;
}

/** Without the mark of a mnemonic, which Theia's buttons do not have. */
function plain(label: string): string {
    return label.replace('&&', '');
}
