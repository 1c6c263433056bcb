import { Event } from '@theia/core/lib/common/event';
import type { FileChange } from '../../domain/file-change';
import type { MessageContext } from '../../domain/message-context';
import * as React from '@theia/core/shared/react';
import type { MessageEditors } from '../composer/message-editors';
import type { Suggestion } from '../composer/suggestion';
import type { Diagrams } from '../markdown/diagrams';
import type { Formulas } from '../markdown/formulas';

/** What the parts of a Claude view may do to the world around them. */
export interface ViewServices {
    /** Opens a file in an editor; `path` is absolute or relative to the folder of the session, `line` counts from 1. */
    openFile(path: string, line?: number): void;
    /** Follows a link of Claude: the web in another window, a file in an editor, nothing else. */
    openLink(href: string): void;
    /** Whether it is on the clipboard now; the person was told where it is not. */
    copy(text: string): Promise<boolean>;
    /** Makes the editor in which a message is written. */
    readonly inputs: Pick<MessageEditors, 'create' | 'showMenu'>;
    /** What can be named after an `@` and fits. Never rejects. */
    mention(query: string): Promise<readonly Suggestion[]>;
    /** What is selected in the editor that was used last. */
    readonly selection: { readonly current: MessageContext | undefined; readonly onDidChange: Event<void> };
    /** The branch that a folder is on; undefined where it is on none. Never rejects. */
    branchOf(folder: string): Promise<string | undefined>;
    /** Opens what a call does to a file in the diff editor; `done`: it has been done. */
    openChange(change: FileChange, done: boolean): void;
    /** Shows the terminal in which commands of this session run. */
    openTerminal(): void;
    /** Puts code where the cursor is in the editor that was used last. */
    insertCode(code: string): void;
    /** Proposes code as the new content of the file that was edited last: a comparison in which nothing is saved yet. */
    applyCode(code: string): void;
    /** Opens code in an editor of its own. */
    openCode(code: string, language: string): void;
    /** HTML of code in colours, or undefined where the language is not known. */
    highlight(code: string, language: string): Promise<string | undefined>;
    /** Another value when the colours are other ones, so that what is shown is drawn again. */
    readonly diagrams: Pick<Diagrams, 'draw' | 'find'>;
    readonly formulas: Pick<Formulas, 'current' | 'load'>;
    /** A path as people write it: relative to the folder of the session where it is inside. */
    shortPath(path: string): string;
}

/** Provided by the widget; parts outside of one show text and do nothing. */
export const ViewServicesContext = React.createContext<ViewServices>({
    openFile: () => undefined,
    openLink: () => undefined,
    copy: () => Promise.resolve(false),
    inputs: {
        create: () => {
            throw new Error('No input here.');
        },
        showMenu: () => undefined
    },
    mention: () => Promise.resolve([]),
    selection: { current: undefined, onDidChange: Event.None },
    branchOf: () => Promise.resolve(undefined),
    openChange: () => undefined,
    openTerminal: () => undefined,
    insertCode: () => undefined,
    applyCode: () => undefined,
    openCode: () => undefined,
    highlight: () => Promise.resolve(undefined),
    diagrams: { find: () => undefined, draw: () => Promise.reject(new Error('No diagrams here.')) },
    formulas: { current: undefined, load: () => Promise.resolve() },
    shortPath: path => path
});

/** The services of the view that a part is in. */
export function useViewServices(): ViewServices {
    return React.useContext(ViewServicesContext);
}
