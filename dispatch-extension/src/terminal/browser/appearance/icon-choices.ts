/** Codicons that tell terminals apart. Any other can be set by a profile. */
export const ICON_CHOICES: readonly string[] = [
    ...['terminal', 'terminal-bash', 'terminal-linux', 'terminal-powershell', 'terminal-tmux', 'terminal-debian'],
    ...['server', 'server-process', 'database', 'cloud', 'globe', 'remote', 'vm', 'container', 'plug', 'pulse'],
    ...['rocket', 'flame', 'zap', 'beaker', 'bug', 'tools', 'gear', 'package', 'archive', 'key', 'lock', 'shield'],
    ...['play', 'debug', 'watch', 'history', 'sync', 'refresh', 'checklist', 'eye', 'search', 'telescope'],
    ...['code', 'file-code', 'symbol-method', 'json', 'markdown', 'book', 'note', 'notebook', 'output', 'graph'],
    ...['git-branch', 'git-merge', 'git-commit', 'git-pull-request', 'source-control', 'github', 'repo', 'tag'],
    ...['home', 'folder', 'star-full', 'heart', 'bookmark', 'flag-outline', 'lightbulb', 'megaphone', 'mail', 'person'],
    ...['organization', 'robot', 'hubot', 'paintcan', 'symbol-color', 'device-mobile', 'browser', 'dashboard', 'coffee']
].filter((id, index, all) => all.indexOf(id) === index);
