import * as React from '@theia/core/shared/react';

/** What the parts of a Claude view may do to the world around them. */
export interface ViewServices {
    /** Opens a file in an editor; `path` is absolute or relative to the folder of the session, `line` counts from 1. */
    openFile(path: string, line?: number): void;
    /** Follows a link of Claude: the web in another window, a file in an editor, nothing else. */
    openLink(href: string): void;
    copy(text: string): void;
    /** HTML of code in colours, or undefined where the language is not known. */
    highlight(code: string, language: string): Promise<string | undefined>;
    /** A path as people write it: relative to the folder of the session where it is inside. */
    shortPath(path: string): string;
}

/** Provided by the widget; parts outside of one show text and do nothing. */
export const ViewServicesContext = React.createContext<ViewServices>({
    openFile: () => undefined,
    openLink: () => undefined,
    copy: () => undefined,
    highlight: () => Promise.resolve(undefined),
    shortPath: path => path
});

/** The services of the view that a part is in. */
export function useViewServices(): ViewServices {
    return React.useContext(ViewServicesContext);
}
