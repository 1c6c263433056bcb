import * as React from '@theia/core/shared/react';
import { ClaudeText } from '../claude-text';
import type { Draft } from '../draft';
import { useViewServices } from '../view/view-services';
import type { MessageEditor, MessageOwner } from './message-editor';

interface MessageFieldProps {
    /** Set to the editor while there is one. */
    readonly editor: React.RefObject<MessageEditor | undefined>;
    readonly draft: Draft;
    readonly owner: MessageOwner;
    readonly placeholder: string;
    readonly refused?: string;
}

/** The editor of the message, over the draft: what is put into the draft from elsewhere is shown, and can be undone. */
export function MessageField({ editor, draft, owner, placeholder, refused }: MessageFieldProps): React.ReactElement {
    const host = React.useRef<HTMLDivElement>(null);
    const { inputs } = useViewServices();
    const settings = React.useMemo(
        () => ({ label: ClaudeText.placeholder, placeholder, refused }),
        [placeholder, refused]
    );
    const newest = React.useRef({ owner, settings });
    React.useLayoutEffect(() => {
        newest.current = { owner, settings };
        editor.current?.set(settings);
    });

    React.useLayoutEffect(() => {
        const element = host.current;
        if (!element) {
            return undefined;
        }
        const made = inputs.create(element, draft.text, newest.current.settings, {
            recall: newest.current.owner.recall,
            suggest: trigger => newest.current.owner.suggest(trigger),
            taken: suggestion => newest.current.owner.taken(suggestion),
            changed: text => newest.current.owner.changed(text),
            send: () => newest.current.owner.send(),
            brought: data => newest.current.owner.brought(data)
        });
        editor.current = made;
        const listener = draft.onDidReplace(() => draft.text !== made.text && made.write(draft.text));
        if (viewHasFocus(element)) {
            made.focus();
        }
        return () => {
            listener.dispose();
            made.dispose();
            editor.current = undefined;
        };
    }, [editor, inputs, draft]);

    return (
        <div
            ref={host}
            className="dispatch-claude-input"
            title={refused ?? ClaudeText.keys}
            onContextMenu={event => {
                // the text area itself, which the keyboard asks for, has the menu of the browser
                if (editor.current && !(event.target as Element).matches('textarea')) {
                    event.preventDefault();
                    event.stopPropagation();
                    inputs.showMenu(editor.current, event.nativeEvent);
                }
            }}
            onPasteCapture={event => {
                if (owner.brought(event.clipboardData)) {
                    event.preventDefault();
                    event.stopPropagation();
                }
            }}
        />
    );
}

/** Whether the field appears in a view that has the focus, as when the view has just been opened, and nothing in it is asked. */
function viewHasFocus(field: HTMLElement): boolean {
    const view = field.closest('.dispatch-claude-view');
    const active = field.ownerDocument.activeElement;
    return Boolean(active && view?.contains(active) && !active.closest('[data-approval]'));
}

/** The input of a view, as something that can have the focus; undefined where a session takes no messages. */
export function inputOf(view: Element | null | undefined): HTMLElement | undefined {
    return view?.querySelector<HTMLElement>('.dispatch-claude-input textarea') ?? undefined;
}

/** Whether this element is an input in which something is written. */
export function isWritten(element: Element): boolean {
    return element.closest('.dispatch-claude-input')?.hasAttribute('data-written') ?? false;
}
