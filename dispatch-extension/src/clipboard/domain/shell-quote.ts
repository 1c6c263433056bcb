/** A path that no shell reads anything into. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** How quotes are written inside of quotes. */
type Quoting = 'posix' | 'fish' | 'powershell';

/** The way of quoting of a shell, by its path or name; of a program that is not known as one, the usual. */
export function quotingOf(shell: string | undefined): Quoting {
    const name = shell?.split('/').at(-1)?.replace(/^-/, '');
    if (name === 'fish') {
        return 'fish';
    }
    return name === 'pwsh' || name === 'powershell' ? 'powershell' : 'posix';
}

/** A path as one word of a command. Undefined where it holds control characters, which cannot be typed. */
export function quotePath(path: string, quoting: Quoting): string | undefined {
    // eslint-disable-next-line no-control-regex -- these are what it is about
    if (/[\u0000-\u001f\u007f-\u009f]/.test(path)) {
        return undefined;
    }
    if (PLAIN.test(path)) {
        return path;
    }
    switch (quoting) {
        case 'fish':
            return `'${path.replace(/[\\']/g, '\\$&')}'`;
        case 'powershell':
            return `'${path.replaceAll("'", "''")}'`;
        default:
            return `'${path.replaceAll("'", "'\\''")}'`;
    }
}
