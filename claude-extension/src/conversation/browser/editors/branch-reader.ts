import { URI } from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { FileService } from '@theia/filesystem/lib/browser/file-service';
import { branchIn, gitFolderIn } from '../../domain/git-head';

/** Which branch a folder is on. */
@injectable()
export class BranchReader {
    constructor(@inject(FileService) private readonly files: FileService) {}

    /** The branch of the repository that the folder is in; undefined where it is in none. Never rejects. */
    async branchOf(folder: string): Promise<string | undefined> {
        for (let at = URI.fromFilePath(folder); ; at = at.parent) {
            const head = await this.headIn(at.resolve('.git'));
            if (head !== undefined || at.path.isRoot) {
                return head;
            }
        }
    }

    private async headIn(git: URI): Promise<string | undefined> {
        const head = await this.text(git.resolve('HEAD'));
        if (head !== undefined) {
            return branchIn(head);
        }
        const file = await this.text(git);
        const real = file === undefined ? undefined : gitFolderIn(file);
        const worktree = real && (await this.text(URI.fromFilePath(real).resolve('HEAD')));
        return worktree ? branchIn(worktree) : undefined;
    }

    private async text(uri: URI): Promise<string | undefined> {
        try {
            return (await this.files.read(uri)).value;
        } catch {
            // there is none, which is an answer
            return undefined;
        }
    }
}
