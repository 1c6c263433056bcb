# Dispatch's shell integration for fish 3.0 and later, given to an interactive shell by `--init-command`, which runs when
# the person's own start files were read.

set --global __dispatch_nonce $DISPATCH_SHELL_NONCE
# Programs must not know the nonce: with it, output could claim to be a command of the person.
set --erase DISPATCH_SHELL_NONCE

if status is-interactive; and test -n "$__dispatch_nonce"
    # Prints $argv as OSC 633 wants it: no control character, no semicolon.
    function __dispatch_escape
        string sub --length 32768 -- "$argv" |
            string replace --all '\\' '\\\\' |
            string replace --all ';' '\\x3b' |
            string replace --all \t '\\x09' |
            string replace --all --regex '[\x00-\x1f\x7f]' '' |
            string join '\\x0a'
    end

    function __dispatch_on_prompt --on-event fish_prompt
        builtin printf '\e]633;P;Cwd=%s\a\e]633;A\a' (__dispatch_escape "$PWD")
    end

    function __dispatch_on_preexec --on-event fish_preexec
        set --local line "$argv"
        # As fish itself keeps such a line out of its history.
        if string match --quiet ' *' -- "$line"
            set line ''
        end
        builtin printf '\e]633;E;%s;%s\a\e]633;C;%s\a' (__dispatch_escape "$line") $__dispatch_nonce $__dispatch_nonce
    end

    function __dispatch_on_postexec --on-event fish_postexec
        builtin printf '\e]633;D;%s;%s\a' $status $__dispatch_nonce
    end

    # The prompt is the only place that knows where the prompt ends.
    if functions --query fish_prompt
        functions --copy fish_prompt __dispatch_prompt_of_person
        function fish_prompt
            __dispatch_prompt_of_person
            builtin printf '\e]633;B\a'
        end
    end
end
