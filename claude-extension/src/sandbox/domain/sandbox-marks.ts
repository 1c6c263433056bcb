import { effectiveAccess, isBelow, Marks } from './path-policy';

/** A link directly in the home. */
export interface HomeLink {
    readonly name: string;
    /** Where it leads. */
    readonly real: string;
    readonly isFile: boolean;
}

/** Where things are, links followed. What is not there has the path that it would have. */
export interface SandboxPlaces {
    /** Of the installation: secrets, sessions, logs. */
    readonly dataFolder: string;
    /** The program itself. */
    readonly programFolder: string;
    readonly workspacesRoot: string;
    readonly home: string;
    /** Where Claude Code keeps its settings and transcripts. */
    readonly claudeFolder: string;
    /** Of the session, and those that were added to it. */
    readonly folders: readonly string[];
    /** Where the person's shell, and Dispatch, find programs. */
    readonly searchPath: readonly string[];
    /** What the operator denies. */
    readonly denied: readonly string[];
    /** Dot files that are in the home now. */
    readonly dotFiles: readonly string[];
    /** Links that are in the home now: many keep their dot files elsewhere. */
    readonly links: readonly HomeLink[];
    /** What only root could misuse: disks are denied, the settings of the kernel cannot be changed. */
    readonly asRoot?: { readonly disks: readonly string[] };
}

/** Below the data folder; denied also where the home of the person is the data folder itself. */
const OWN_DATA = ['run', 'logs', 'people', 'gateway.db', 'gateway.db-wal', 'gateway.db-shm', 'gateway.db-journal'];

/** Of the system: what starts later is there. Matters where Dispatch runs as root; others cannot write there anyway. */
const SYSTEM = ['/bin', '/boot', '/etc', '/lib', '/lib32', '/lib64', '/opt', '/sbin', '/sys', '/usr', '/var/spool'];

/** In the home: what shells, desktops and editors run at their start, also where it is not there yet. */
const RUN_LATER = [
    '.bash_aliases',
    '.bash_login',
    '.bash_logout',
    '.bash_profile',
    '.bashrc',
    '.bashrc.d',
    '.config',
    '.emacs.d',
    '.envrc',
    '.gitconfig',
    '.local/bin',
    '.npmrc',
    '.oh-my-zsh',
    '.profile',
    '.theia',
    '.vim',
    '.vscode',
    '.vscode-server',
    '.xprofile',
    '.yarnrc',
    '.zlogin',
    '.zlogout',
    '.zprofile',
    '.zsh',
    '.zshenv',
    '.zshrc',
    'bin'
];

/** Claude Code keeps its own state in it. */
const OF_CLAUDE_CODE = /^\.claude\.json/;

/** What Claude's processes may do where. The nearest mark above a path holds for it. */
export function sandboxMarks(places: SandboxPlaces): Marks {
    const {
        dataFolder,
        programFolder,
        workspacesRoot,
        home,
        claudeFolder,
        folders,
        searchPath,
        denied,
        dotFiles,
        links,
        asRoot
    } = places;
    // what has one of these in it says nothing about what is below
    const wide = ['/', home, workspacesRoot, claudeFolder];
    const isNarrow = (path: string): boolean =>
        !folders.some(folder => isWithin(path, folder)) && !wide.some(each => isWithin(each, path));
    const marks = new Map<string, 'none' | 'read' | 'all'>();
    const mark = (access: 'none' | 'read' | 'all', paths: readonly string[]): void =>
        paths.forEach(path => marks.set(path, access));
    mark('read', asRoot ? [...SYSTEM, '/proc'] : SYSTEM);
    mark('none', asRoot?.disks ?? []);
    mark('read', [programFolder]);
    mark('none', [dataFolder]);
    // in a container the home is below the data folder
    mark('all', [home, workspacesRoot]);
    mark(
        'read',
        RUN_LATER.map(name => `${home}/${name}`)
    );
    mark(
        'read',
        dotFiles.filter(name => !OF_CLAUDE_CODE.test(name)).map(name => `${home}/${name}`)
    );
    mark('all', [claudeFolder]);
    mark(
        'none',
        OWN_DATA.map(name => `${dataFolder}/${name}`)
    );
    mark('none', denied);
    // what a person opened is opened, but for what is denied
    mark(
        'all',
        folders.filter(folder => effectiveAccess(folder, marks) !== 'none')
    );
    const found = [...searchPath, ...links.filter(isRunLater).map(({ real }) => real)];
    // last, since they may lie in what is denied, and would open it
    mark(
        'read',
        found.filter(path => isNarrow(path) && effectiveAccess(path, marks) === 'all')
    );
    return marks;
}

function isRunLater({ name, isFile }: HomeLink): boolean {
    return RUN_LATER.includes(name) || (isFile && name.startsWith('.') && !OF_CLAUDE_CODE.test(name));
}

function isWithin(path: string, folder: string): boolean {
    return path === folder || isBelow(path, folder);
}
