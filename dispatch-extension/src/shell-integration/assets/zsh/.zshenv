# Dispatch's shell integration for zsh 5.1 and later. ZDOTDIR led here; it is put back first, so that zsh finds the
# person's other start files by itself, and the shells started from this one find theirs.

if [[ -n ${DISPATCH_ZDOTDIR+set} ]]; then
    builtin export ZDOTDIR=$DISPATCH_ZDOTDIR
else
    builtin unset ZDOTDIR
fi
builtin typeset -g __dispatch_nonce=${DISPATCH_SHELL_NONCE-}
builtin typeset -g +x __dispatch_nonce
# Programs must not know the nonce: with it, output could claim to be a command of the person.
builtin unset DISPATCH_ZDOTDIR DISPATCH_SHELL_NONCE

if [[ -o interactive && -n $__dispatch_nonce ]]; then
    builtin typeset -g __dispatch_prompt_is= __dispatch_text=
    builtin typeset -g __dispatch_mark_start=$'%{\e]633;A\a%}' __dispatch_mark_end=$'%{\e]633;B\a%}'

    # Puts $1 into __dispatch_text as OSC 633 wants it: no control character, no semicolon.
    __dispatch_escape() {
        builtin emulate -L zsh
        local text=${1[1,32768]}
        text=${text//\\/\\\\}
        text=${text//;/\\x3b}
        text=${text//$'\n'/\\x0a}
        text=${text//$'\t'/\\x09}
        text=${text//$'\e'/\\x1b}
        __dispatch_text=${text//[[:cntrl:]]/}
    }

    __dispatch_preexec() {
        local line=$1
        if [[ -o histignorespace && $line == ' '* ]]; then
            line=
        fi
        __dispatch_escape "$line"
        builtin printf '\e]633;E;%s;%s\a\e]633;C;%s\a' "$__dispatch_text" "$__dispatch_nonce" "$__dispatch_nonce"
    }

    # The last of the hooks: whatever made the prompt has made it.
    __dispatch_precmd() {
        local code=$?
        builtin emulate -L zsh
        __dispatch_escape "$PWD"
        builtin printf '\e]633;D;%s;%s\a\e]633;P;Cwd=%s\a' "$code" "$__dispatch_nonce" "$__dispatch_text"
        if [[ ${PS1-} != "$__dispatch_prompt_is" ]]; then
            # Another prompt, or ours with something around it, as a virtual environment does.
            local prompt_text=${PS1-}
            prompt_text=${prompt_text//"$__dispatch_mark_start"/}
            prompt_text=${prompt_text//"$__dispatch_mark_end"/}
            __dispatch_prompt_is=$__dispatch_mark_start$prompt_text$__dispatch_mark_end
            PS1=$__dispatch_prompt_is
        fi
        if [[ ${precmd_functions[-1]-} != __dispatch_precmd ]]; then
            precmd_functions=(${precmd_functions:#__dispatch_precmd} __dispatch_precmd)
        fi
    }

    # Before the first prompt, when all start files were read.
    __dispatch_install() {
        local code=$?
        builtin emulate -L zsh -o noaliases
        precmd_functions=(${precmd_functions:#__dispatch_install} __dispatch_precmd)
        preexec_functions=(${preexec_functions:#__dispatch_preexec} __dispatch_preexec)
        builtin unfunction __dispatch_install
        (builtin exit $code)
        __dispatch_precmd
    }

    builtin typeset -ga precmd_functions preexec_functions
    precmd_functions+=(__dispatch_install)
fi

if [[ -r ${ZDOTDIR-$HOME}/.zshenv ]]; then
    builtin source ${ZDOTDIR-$HOME}/.zshenv
fi
