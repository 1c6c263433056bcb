/**
 * The program of the terminal: it waits, unseen, for the name of a command that the session host has put into its folder
 * (`$1`), and runs it in a bash of its own, so that nothing that a command does ends it. What is typed while nothing runs
 * is thrown away. Before and after each command the terminal is put in order again.
 */
export const SHELL_LOOP = String.raw`
folder=$1
# each command is a job: the terminal, and with it Ctrl+C, is its own while it runs. Standard error must stay the terminal,
# by which bash gives it away
set -m
# not for those that it starts: there these signals do what they usually do
trap : INT QUIT TSTP
tidy() { stty sane iutf8 susp undef -ixon -echoctl "$1"; }
tidy -echo
printf '\e]7717;ready\a'
while :; do
    if ! IFS= read -r line; then
        [[ -t 0 ]] || exit 0
        continue
    fi
    [[ $line =~ run\ ([0-9a-f]{32})$ && -f $folder/${'$'}{BASH_REMATCH[1]} ]] || continue
    id=${'$'}{BASH_REMATCH[1]}
    tidy echo
    bash --noprofile --norc "$folder/run" "$folder" "$id"
    status=$?
    tidy -echo
    [[ -f $folder/state.whole ]] && mv -f -- "$folder/state.new" "$folder/state"
    rm -f -- "$folder/state.whole" "$folder/state.new"
    # a program that was cut off may have left its colours, its letters and its mouse behind
    printf '\e]7717;%s;ended;%d\a\e[!p\x0f\e[?1000l\e[?1002l\e[?1003l\e[?2004l' "$id" "$status"
done
`;

/**
 * What the terminal is given to for one command: it outlives what ends the command, so that the loop sees an exit and not a
 * signal, at which bash would end the loop (Ctrl+C) or print what it thinks of it.
 */
export const SHELL_RUN = String.raw`
trap : INT QUIT HUP TERM
exec 2>/dev/null
command=$(<"$1/$2")
rm -f -- "$1/$2"
DISPATCH_SHELL_FOLDER=$1 DISPATCH_SHELL_COMMAND=$2 BASH_ENV=$1/begin bash --noprofile --norc -c "$command" bash 2>&1
exit $?
`;

/**
 * What the bash of a command reads first (`BASH_ENV`): it takes over folder, variables and functions from the command
 * before, and hands them on when it ends by itself.
 */
export const SHELL_BEGIN = String.raw`
unset BASH_ENV
declare -A __dispatch_given
for __dispatch_name in $(compgen -e); do
    __dispatch_given[$__dispatch_name]=${'$'}{!__dispatch_name}
done
[[ -f $DISPATCH_SHELL_FOLDER/state ]] && . "$DISPATCH_SHELL_FOLDER/state" 2>/dev/null
__dispatch_hand_on() {
    set +eux
    local IFS=$' \t\n' name to=$1
    {
        printf 'cd -- %q\nOLDPWD=%q\n' "$PWD" "$OLDPWD"
        for name in "${'$'}{!__dispatch_given[@]}"; do
            [[ -v $name || $name == DISPATCH_* ]] || printf 'unset -v %s\n' "$name"
        done
        for name in $(compgen -v); do
            case $name in
                _ | __dispatch* | BASH* | COLUMNS | COMP_* | DIRSTACK | DISPATCH_* | EPOCH* | EUID | FUNCNAME | FUNCNEST | \
                    GROUPS | HISTCMD | IFS | LINENO | LINES | MACHTYPE | OLDPWD | OPTIND | PIPESTATUS | PPID | PWD | \
                    RANDOM | SECONDS | SHELLOPTS | SHLVL | SRANDOM | TERM | UID | name | to) ;;
                *)
                    # what is as the shell was given it may be another for the next one, like the address of a proxy
                    [[ ${'$'}{__dispatch_given[$name]+x} && ${'$'}{__dispatch_given[$name]} == "${'$'}{!name}" ]] || declare -p "$name"
                    ;;
            esac
        done
        for name in $(compgen -A function); do
            [[ $name == __dispatch* ]] || declare -f "$name"
        done
    } >"$to/state.new" && : >"$to/state.whole"
}
trap "{ __dispatch_hand_on ${'$'}(printf %q "$DISPATCH_SHELL_FOLDER"); } 2>/dev/null" EXIT
printf '\e]7717;%s;begun;%d\a' "$DISPATCH_SHELL_COMMAND" "$PPID"
unset DISPATCH_SHELL_FOLDER DISPATCH_SHELL_COMMAND
`;
