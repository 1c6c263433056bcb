/** What can be cloned: an address for git as it is, or a folder of this machine that must be checked first. */
export type CloneSource = { kind: 'remote'; url: string } | { kind: 'folder'; path: string };

const REMOTE_SCHEMES = /^(https|ssh):\/\/[^/\s-][^\s]*$/;
/** The short form of ssh: `user@host:path`. Neither part may begin with a dash, which ssh would take for an option. */
const SHORT_SSH = /^[A-Za-z0-9_][A-Za-z0-9._-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[^\s-][^\s]*$/;

/**
 * Reads the address of a repository. Only https, ssh and folders: git has transports that run programs (`ext::`), and
 * takes what begins with a dash for an option. `undefined` for everything else.
 */
export function readCloneUrl(url: string): CloneSource | undefined {
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\x00-\x1f\x7f]/.test(url)) {
        return undefined;
    }
    if (REMOTE_SCHEMES.test(url) || SHORT_SSH.test(url)) {
        return { kind: 'remote', url };
    }
    if (url.startsWith('file:///')) {
        return { kind: 'folder', path: decode(url.slice('file://'.length)) };
    }
    return url.startsWith('/') ? { kind: 'folder', path: url } : undefined;
}

/** The folder name that git would choose; `undefined` when there is none. */
export function nameOfRepository(url: string): string | undefined {
    const withoutEnd = url.replace(/[/\s]+$/, '').replace(/\/?\.git$/, '');
    const name = withoutEnd.slice(Math.max(withoutEnd.lastIndexOf('/'), withoutEnd.lastIndexOf(':')) + 1);
    return name === '' ? undefined : name;
}

/** Without what it may hold of secrets, for messages. The user of ssh is none; that of https may be a token. */
export function withoutCredentials(text: string): string {
    return text.replace(/(\w+):\/\/([^/\s]*)@/g, (_all, scheme: string, credentials: string) =>
        scheme === 'ssh' ? `ssh://${credentials.split(':')[0]}@` : `${scheme}://`
    );
}

function decode(path: string): string {
    try {
        return decodeURIComponent(path);
    } catch {
        // a lone percent sign: taken literally
        return path;
    }
}
