import * as fs from 'node:fs';

/** All that can be seen of a folder but times, by path (one character per byte); to compare byte for byte and mode for mode. */
export function treeOf(folder: string | Buffer, except: readonly string[] = ['.git']): Record<string, string> {
    const tree: Record<string, string> = {};
    const visit = (path: Buffer, shown: string): void => {
        for (const name of fs.readdirSync(path, { encoding: 'buffer' }).sort(Buffer.compare)) {
            const child = Buffer.concat([path, Buffer.from('/'), name]);
            const shownChild = shown === '' ? name.toString('latin1') : `${shown}/${name.toString('latin1')}`;
            const stat = fs.lstatSync(child);
            const mode = (stat.mode & 0o777).toString(8);
            if (except.includes(name.toString('latin1'))) {
                continue;
            }
            if (stat.isDirectory()) {
                tree[shownChild] = `folder ${mode}`;
                visit(child, shownChild);
            } else if (stat.isSymbolicLink()) {
                tree[shownChild] = `link ${fs.readlinkSync(child, 'latin1')}`;
            } else {
                tree[shownChild] = `file ${mode} ${fs.readFileSync(child, 'hex')}`;
            }
        }
    };
    visit(Buffer.from(folder), '');
    return tree;
}
