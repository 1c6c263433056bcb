/** What decides what runs later, whether or not it is there; S35 of the catalogue. */
export const TARGETS = [
    '.git/hooks/pre-commit',
    '.git/hooks/there',
    '.claude/settings.json',
    '.claude/settings.local.json',
    '.mcp.json',
    'deep/er/.mcp.json',
    '.git/config'
];

/** Ways to write it: `$T`. `$F` is a file that is there. */
export const WAYS: Record<string, string> = {
    redirect: 'echo evil > "$T"',
    append: 'echo evil >> "$T"',
    touch: 'touch -c "$T"; : >> "$T"',
    copy: 'cp "$F" "$T"',
    move: 'cp "$F" moved && mv -f moved "$T"',
    link: 'ln -f "$F" "$T"',
    'symbolic link': 'ln -sf "$PWD/$F" "$T"',
    folder: 'rm -f "$T"; mkdir "$T"',
    special: 'mkfifo "$T"',
    truncate: 'truncate -s 7 "$T"',
    dd: 'dd if="$F" of="$T" status=none',
    install: 'install -m 755 "$F" "$T"',
    tar: 'mkdir -p packed/$(dirname "$T") && echo evil > "packed/p" && tar cf p.tar --transform "s|.*|$T|" packed/p && tar xf p.tar --overwrite',
    python: "python3 -c \"import os,sys; os.write(os.open(os.environ['T'], os.O_CREAT | os.O_RDWR), b'evil')\"",
    node: "node -e \"require('fs').writeFileSync(process.env.T, 'evil')\"",
    'by its folder': 'cd "$(dirname "$T")" && echo evil > "$(basename "$T")"',
    'by /proc': 'echo evil > "/proc/self/cwd/$T"',
    'by a link to the folder': 'ln -sfn "$(dirname "$T")" way && echo evil > "way/$(basename "$T")"',
    'by a link to it': 'ln -sf "$T" to && echo evil > to',
    'with another case': 'mkdir -p .GIT .CLAUDE; echo evil > "$(echo "$T" | tr a-z A-Z)"'
};

/** Ways round it, by what each tries; every one must end with an error, or leave nothing. */
export const WAYS_ROUND: Record<string, string> = {
    'a hook by git': 'git config core.hooksPath evil',
    'a program for git': 'git config core.fsmonitor evil',
    'a program for git by -C': 'git -C . config core.sshCommand evil',
    'an alias': 'git config alias.status "!evil"',
    'another file of configuration': 'git config include.path ../evil',
    'a filter': 'git config filter.x.clean evil',
    'an address that is a command': 'git remote add evil "ext::sh -c evil"',
    'a command in an address that is known': 'git config remote.origin.uploadpack evil',
    'a command of a submodule': 'git config submodule.x.update "!evil"',
    'another folder of files': 'git config core.worktree "$HOME"',
    'the configuration of a worktree':
        'git config extensions.worktreeConfig true; git config --worktree core.pager evil',
    'a configuration that is kept open': [
        'printf "[core]\\n\\tbare = false\\n" > prepared && exec 3>>prepared && mv prepared .git/config',
        'printf "\\tfsmonitor = evil\\n" >&3; grep -q evil .git/config'
    ].join(' && '),
    'a link to the configuration': 'ln .git/config linked && printf "[core]\\n\\tfsmonitor = evil\\n" >> linked',
    'the configuration, opened for reading and again': 'exec 3<.git/config && echo evil >> /proc/self/fd/3',
    'the names exchanged':
        "python3 -c \"import ctypes; c = ctypes.CDLL(None, use_errno=True); exit(c.renameat2(-100, b'file', -100, b'.git/config', 2) != 0)\"",
    'hooks that are moved away': 'mv .git/hooks away',
    'hooks that are removed': 'rm -r .git/hooks',
    'settings that are removed': 'cp -r settings s2; rm "there/.claude/settings.json"',
    'settings that are moved away with their folder': 'mv there/.claude there/c',
    'settings in a folder that is prepared':
        'mkdir p; echo evil > p/s && mv p/s p/settings.json && rm -rf .claude && mv p .claude',
    'settings by a link': 'mkdir -p p; ln -s p .claude',
    'settings by a link that is moved': 'mkdir -p p; ln -s p l; mv -T l .claude',
    'settings by a link that is linked': 'mkdir -p p; ln -s p l; ln -P l .claude',
    'a repository by a link': 'mkdir -p p; ln -s p sub.git; mkdir sub; ln -s ../p sub/.git',
    'hooks of a repository that has another name for a while':
        'mv .git g; echo evil > g/hooks/x; r=$?; mv g .git; exit $r',
    'hooks of a repository that is none for a while':
        'mv .git g; mv g/refs g/r && { echo evil > g/hooks/x; mv g/r g/refs; }; r=$?; mv g .git; exit $r',
    'hooks of a bare repository': 'git init -q --bare bare && mkdir bare/hooks && echo evil > bare/hooks/x',
    'a program of a bare repository': 'git init -q --bare bare2 && git -C bare2 config core.fsmonitor evil',
    'a bare repository that is prepared with hooks':
        'mkdir -p b/hooks && echo evil > b/hooks/x && mkdir b/objects b/refs && echo "ref: refs/heads/x" > b/HEAD',
    'one that is prepared with a program':
        'mkdir -p c && printf "[core]\\n\\tfsmonitor = evil\\n" > c/config && mkdir c/refs c/objects',
    'one that is put together by links':
        'mkdir -p d/hooks d/o && echo evil > d/hooks/x && ln -s o d/objects && ln -s o d/refs',
    'one that is put together by moving':
        'mkdir -p e/hooks e/o e/r && echo evil > e/hooks/x && mv e/o e/objects && mv e/r e/refs',
    'one whose configuration is kept open': [
        'mkdir -p f && printf "[core]\\n\\tbare = true\\n" > f/config && exec 3>>f/config',
        'mkdir f/objects f/refs && printf "\\tfsmonitor = evil\\n" >&3; grep -q evil f/config'
    ].join(' && '),
    'a repository that is prepared': 'mkdir -p q/hooks && echo evil > q/hooks/x && mkdir sub2 && mv q sub2/.git',
    'what becomes the configuration, before it does':
        'mkdir w; git init -q w; printf x > w/.git/.config.being-written || mv file w/.git/.config.being-written',
    'hooks of a repository that lets nobody look into it':
        'cd theirs.git/hooks && chmod 0 "$OLDPWD/theirs.git" && echo evil > x; r=$?; chmod 755 "$OLDPWD/theirs.git"; exit $r',
    'settings in a folder that lets nobody look into it':
        'mkdir n; echo evil > n/settings.json; chmod 0 n; rm -rf .claude; mv -T n .claude; r=$?; chmod 755 n .claude; exit $r',
    'a process that nobody looks after': 'kill -9 $(pgrep -f "^claude-sandbox" || echo 999999)'
};

export const WORK: Record<string, string> = {
    'begin a repository':
        'git init -q new && cd new && echo a > a && git add . && git commit -qm one && git log --oneline',
    commit: 'echo b > b && git add b && git commit -qm two && git stash list && git tag t && git gc -q',
    'add a remote': 'git remote add origin "$PWD/new" && git fetch -q origin && git remote -v | grep -q origin',
    branch: 'git checkout -qb x && git checkout -q - && git branch -q -d x',
    'say who it is': 'git config user.name me && git config user.email me@example.org && git config --unset user.name',
    'keep what the person has set': 'git config pull.rebase true && git config core.pager | grep -q less',
    clone: 'git clone -q new copy && cd copy && git checkout -qb y && echo c > c && git add c && git commit -qm three && git push -q -u origin y',
    'track and delete': 'cd copy && git checkout -q --track -b z origin/y && git checkout -q y && git branch -q -D z',
    'clone bare': 'git clone -q --bare new bare.git && git clone -q --mirror new mirror.git && git -C bare.git gc -q',
    worktree:
        'git worktree add -q tree && cd tree && echo d > d && git add d && git commit -qm four && cd .. && git worktree remove tree',
    submodule: [
        'git -c protocol.file.allow=always submodule --quiet add "$PWD/new" sub && git commit -qm five',
        'git -c protocol.file.allow=always clone -q --recurse-submodules . whole && git -C whole/sub status -s',
        'cd whole && git submodule --quiet deinit -f . && git -c protocol.file.allow=always submodule --quiet update --init'
    ].join(' && '),
    'remove clones': 'rm -rf copy bare.git mirror.git whole && test ! -e whole',
    'files of .claude that are none of these':
        'mkdir -p .claude/commands .claude/agents && echo x > .claude/commands/x.md && echo x > .claude/agents/a.md && mv .claude/commands .claude/c2',
    'folders with the same names':
        'mkdir -p src/hooks src/config && echo x > src/hooks/use.ts && echo x > src/config/config && rm -r src',
    'branches with the same names': 'git branch hooks/config && git branch -D -q hooks/config',
    'links with a slash behind them, which are not what they lead to':
        'mkdir sd && ln -s sd sl && ln -s nowhere lost && ln -s file lf && ! rmdir sl/ && ! mv -T note lost/ && ! : > lf/ && test -d sd -a -f note && rm sl lost lf',
    'what is said':
        '{ echo x > /dev/stdout && echo x > /dev/stderr && echo x > /dev/null && echo x > /dev/fd/1; } 2>&1 | grep -q x',
    'many files, by many processes': [
        'for i in $(seq 200); do (mkdir -p many/$i && for j in 1 2 3 4 5; do echo $j > many/$i/$j; done) & done; wait',
        'test "$(find many -type f | wc -l)" = 1000 && rm -r many'
    ].join('; '),
    'have the modes that it asks for': [
        'umask 027; rm -f m; echo x > m && mkdir md && test "$(stat -c %a m md | tr "\\n" " ")" = "640 750 "',
        'umask 0; mkfifo mf; : > m2; test "$(stat -c %a mf m2 | tr "\\n" " ")" = "666 666 "'
    ].join('; '),
    'add to a file, and cut it':
        'echo one > l && echo two >> l && truncate -s 5 l && test "$(cat l)" = "$(printf "one\\nt")"',
    'use named pipes': [
        'mkfifo pipe; (sleep 0.3; cat pipe > got) & echo through > pipe; wait; grep -q through got',
        '(cat pipe > got2) & sleep 0.3; echo again > pipe; wait; grep -q again got2'
    ].join('; '),
    'leave no files open to what it starts':
        "python3 -c \"import os, subprocess; f = open('cl', 'w'); exit(subprocess.call(['test', '-e', f'/proc/self/fd/{f.fileno()}']) == 0)\"",
    'be told what is wrong': [
        'mkdir x1; ! mkdir x1 2> e1; grep -q "File exists" e1; ! rmdir x2 2> e2; grep -q "No such file" e2',
        ': > x3; ! : > x3/ 2> e3; ! mkdir x3/y 2> e4; grep -q "Not a directory" e4; ! mv x3 x1/no/x 2> e5; rmdir x1/ && test ! -e x1'
    ].join('; '),
    'go on in the background': '(sleep 1; echo later > later; echo evil > .mcp.json) > /dev/null 2>&1 &'
};

export const RAW = {
    openat2: 'ENOSYS',
    io_uring: 'ENOSYS',
    'a file by its handle': 'EPERM',
    'a snapshot': 'EPERM',
    'no snapshot': 'EBADF',
    'a path of NULL': 'EFAULT',
    'a path that is no memory': 'EFAULT',
    'an empty path': 'ENOENT',
    'a folder that is not open': 'EBADF',
    'a folder that is a file': 'ENOTDIR',
    'a name that is too long': 'ENAMETOOLONG',
    'a path that is too long': 'ENAMETOOLONG',
    'a long path to a hook': 'EACCES',
    'a long path': 'done',
    'no UTF-8': 'done',
    'a path at the end of memory': 'done',
    'a hook at the end of memory': 'EACCES',
    'a path that does not end': 'EFAULT',
    'a file without a name': 'done',
    'it becomes a hook': 'EACCES',
    'it becomes a hook by its number': 'EACCES',
    'it becomes a file': 'done',
    'below a folder that is open': 'EACCES',
    'from it and back': 'done',
    'the names are exchanged': 'EACCES',
    'a file for reading is opened again': 'EACCES',
    'a link by a number, with a path': 'ENOENT',
    'a volume of btrfs': 'EPERM',
    'a tree of mounts': 'EPERM',
    'limits are read': 'done',
    'limits of its own': 'done',
    'limits of another process': 'EPERM',
    'memory of a process': 'EACCES',
    'in a thread': 'EACCES',
    'swapped for another file': 'ENOENT',
    'swapped for a device': 'ENOENT',
    'among signals': 'done',
    'after others were ended': 'done'
};
