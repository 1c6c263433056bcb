const GUARDED =
    /^(\.git|\.hg|\.svn|\.claude|\.mcp\.json|\.vscode|\.idea|\.theia|\.husky|\.devcontainer|\.envrc|\.npmrc|\.yarnrc.*|\.gitmodules|\.gitconfig|\.ssh|\.bashrc|\.bash_.*|\.profile|\.zsh.*|\.zprofile|claude\.md)$/i;

/** Whether a path leads to a file that decides what runs later: it is never changed without asking the person. */
export function isGuarded(path: string): boolean {
    return path.split('/').some(segment => GUARDED.test(segment));
}
