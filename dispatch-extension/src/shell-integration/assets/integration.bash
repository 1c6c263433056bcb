# Dispatch's shell integration for bash 4.4 and later, given to an interactive shell by `--init-file`.
#
# Reads the person's own start files, in bash's order, and then tells the terminal where prompts and commands begin and
# end, by OSC 633. Everything is defined before those files are read, so that no alias of theirs gets into it; what
# stands in `$( )` is read when it runs, and is quoted for that reason. `builtin local` splits what is assigned.

__dispatch_nonce=${DISPATCH_SHELL_NONCE-}
__dispatch_login=${DISPATCH_SHELL_LOGIN-}
builtin declare +x __dispatch_nonce __dispatch_login
# Programs must not know the nonce: with it, output could claim to be a command of the person.
builtin unset DISPATCH_SHELL_NONCE DISPATCH_SHELL_LOGIN

__dispatch_mark_start='\[\e]633;A\a\]'
__dispatch_mark_end='\[\e]633;B\a\]'
__dispatch_ps0='$(__dispatch_preexec)'
__dispatch_ps1=
__dispatch_text=
__dispatch_number=
__dispatch_exit=

# Puts $1 into __dispatch_text as OSC 633 wants it: no control character, no semicolon.
__dispatch_escape() {
    builtin local text backslash='\'
    text=${1:0:32768}
    text=${text//"$backslash"/"$backslash$backslash"}
    text=${text//;/"${backslash}x3b"}
    if [[ $text == *[[:cntrl:]]* ]]; then
        text=${text//$'\n'/"${backslash}x0a"}
        text=${text//$'\t'/"${backslash}x09"}
        text=${text//$'\e'/"${backslash}x1b"}
        text=${text//[[:cntrl:]]/}
    fi
    __dispatch_text=$text
}

# Runs inside of PS0, after a line was read and before it is executed. In a subshell: nothing of the person's changes.
__dispatch_preexec() {
    builtin local HISTTIMEFORMAT= entry pattern='^ *[0-9]+[* ] (.*)$' number='\!' line= repeated=
    entry=$(\builtin history 1 2>/dev/null)
    if [[ $entry =~ $pattern ]]; then
        line=${BASH_REMATCH[1]}
        if [[ ${number@P} == "$__dispatch_number" ]]; then
            # Not added to the history: the same line again, one that begins with a space, or one that is to be ignored.
            repeated=';repeated'
            if [[ -n ${HISTIGNORE-} ]]; then
                line=
            fi
        fi
    fi
    __dispatch_escape "$line"
    builtin printf '\e]633;E;%s;%s%s\a\e]633;C;%s\a' "$__dispatch_text" "$__dispatch_nonce" "$repeated" "$__dispatch_nonce"
}

# Keeps the status where PROMPT_COMMAND is one string, whose other commands change it.
__dispatch_status() {
    __dispatch_exit=$?
    builtin return "$__dispatch_exit"
}

# The last of PROMPT_COMMAND: whatever made the prompt has made it.
__dispatch_prompt() {
    builtin local status=$? prompt
    status=${__dispatch_exit:-$status}
    __dispatch_escape "$PWD"
    builtin printf '\e]633;D;%s;%s\a\e]633;P;Cwd=%s\a' "$status" "$__dispatch_nonce" "$__dispatch_text"
    if [[ ${PS1-} != "$__dispatch_ps1" ]]; then
        # Another prompt, or ours with something around it, as a virtual environment does.
        prompt=${PS1-}
        prompt=${prompt//"$__dispatch_mark_start"/}
        prompt=${prompt//"$__dispatch_mark_end"/}
        __dispatch_ps1=$__dispatch_mark_start$prompt$__dispatch_mark_end
        PS1=$__dispatch_ps1
    fi
    if [[ ${PS0-} != *"$__dispatch_ps0"* ]] && builtin shopt -q promptvars; then
        PS0=${PS0-}$__dispatch_ps0
    fi
    __dispatch_number='\!'
    __dispatch_number=${__dispatch_number@P}
    builtin return 0
}

__dispatch_install() {
    if [[ -z $__dispatch_nonce || $(\builtin declare -p PROMPT_COMMAND 2>/dev/null) == 'declare -'*([!\ ])r* ]]; then
        builtin return 0
    fi
    builtin declare +x __dispatch_text __dispatch_number __dispatch_exit __dispatch_ps1
    if ((BASH_VERSINFO[0] > 5 || (BASH_VERSINFO[0] == 5 && BASH_VERSINFO[1] >= 1))); then
        # Each element sees the status of the person's command.
        PROMPT_COMMAND+=(__dispatch_prompt)
    elif ((BASH_VERSINFO[0] > 4 || (BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 4))); then
        # A child could not find these functions.
        builtin declare -g +x PROMPT_COMMAND
        PROMPT_COMMAND="__dispatch_status"$'\n'"${PROMPT_COMMAND-}"$'\n'"__dispatch_prompt"
    fi
}

if [[ -n $__dispatch_login ]]; then
    if [[ -r /etc/profile ]]; then
        . /etc/profile
    fi
    for __dispatch_file in ~/.bash_profile ~/.bash_login ~/.profile; do
        if [[ -r $__dispatch_file ]]; then
            builtin unset __dispatch_login
            . "$__dispatch_file"
            builtin break
        fi
    done
    builtin unset __dispatch_file
elif [[ -r ~/.bashrc ]]; then
    . ~/.bashrc
fi
builtin unset __dispatch_login

__dispatch_install
builtin unset -f __dispatch_install
