/** A colour theme as VS Code's theme files describe one. */
export interface ThemeSource {
    /** Colours of the workbench by VS Code's names, as `#rrggbb` or `#rrggbbaa`. */
    colors: Record<string, string>;
    tokenColors: { scope: string | string[]; settings: { foreground?: string; fontStyle?: string } }[];
}

/** What a theme of ours is made from: few colours with a meaning, so that dark and light stay siblings. */
export interface Palette {
    /** Backgrounds, from the frame inwards. */
    frame: string;
    side: string;
    editor: string;
    raised: string;
    line: string;
    /** Texts, from strong to faint; each at least 4.5:1 on `editor` but `faint`, which is for marks. */
    strong: string;
    text: string;
    muted: string;
    faint: string;
    /** Lines between areas. */
    border: string;
    accent: string;
    onAccent: string;
    accentFill: string;
    selection: string;
    selectionInactive: string;
    listActive: string;
    listHover: string;
    find: string;
    green: string;
    yellow: string;
    red: string;
    orange: string;
    blue: string;
    violet: string;
    teal: string;
    comment: string;
    string: string;
    parameter: string;
    property: string;
    /** The sixteen colours of a terminal: black to white, then the bright ones. */
    ansi: string[];
    shadow: string;
}
