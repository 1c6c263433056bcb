import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { closeInheritedFiles } from '../../kernel/host/inherited-files';
import { CommandRecord } from '../common/shell-integration-protocol';
import { SCRIPTS, ShellPerson } from '../testing/shell-person';

interface TestedShell {
    name: string;
    args?: string[];
    /** The start file that an interactive shell reads. */
    rc: string;
    setVariable(name: string, value: string): string;
    /** Every word that this shell knows of the environment and of its variables. */
    everything: string;
}

const assign = (name: string, value: string): string => `export ${name}='${value}'`;
const SHELLS: TestedShell[] = [
    { name: 'bash', rc: '.bashrc', setVariable: assign, everything: 'env' },
    { name: 'bash', args: ['-l'], rc: '.bash_profile', setVariable: assign, everything: 'env' },
    { name: 'zsh', rc: '.zshrc', setVariable: assign, everything: 'env' },
    { name: 'zsh', args: ['-l'], rc: '.zprofile', setVariable: assign, everything: 'env' },
    {
        name: 'fish',
        rc: '.config/fish/config.fish',
        setVariable: (name, value) => `set -gx ${name} '${value}'`,
        everything: 'env'
    }
];

for (const tested of SHELLS) {
    const title = [tested.name, ...(tested.args ?? [])].join(' ');
    describe(`shell integration of ${title}`, function () {
        this.timeout(60_000);
        let person: ShellPerson;
        const shell = `/usr/bin/${tested.name}`;
        const open = (env?: Record<string, string>) => person.open({ shell, args: tested.args, env });

        before(closeInheritedFiles);

        beforeEach(async () => {
            person = await ShellPerson.arrive();
            person.write('.zshrc', '');
        });

        afterEach(() => person.leave());

        it('records commands with line, status, folder, times and output', async () => {
            await open();
            const done = await person.run(': "\\\\ é"; echo "a;b/c"');
            const failed = await person.run('sh -c "exit 3"');
            expect(summary(done)).to.deep.equal({ n: 1, line: ': "\\\\ é"; echo "a;b/c"', exitCode: 0, trusted: true });
            expect(summary(failed)).to.deep.equal({ n: 2, line: 'sh -c "exit 3"', exitCode: 3, trusted: true });
            expect(done.folder).to.equal(person.home);
            expect(done.endedAtMs).to.be.at.least(done.startedAtMs);
            expect(await person.outputOf(done)).to.match(/^a;b\/c$/);
            expect(await person.outputOf(failed)).to.equal('');
        });

        it('knows the same line typed twice, and keeps to itself what begins with a blank', async () => {
            person.write('.bashrc', 'HISTCONTROL=ignoreboth');
            person.write('.bash_profile', 'HISTCONTROL=ignoreboth');
            person.write('.zshrc', 'setopt hist_ignore_space hist_ignore_dups');
            await open();
            await person.run('echo one');
            await person.run('echo one');
            await person.run(' echo secret');
            const lines = (await person.commands()).map(({ line }) => line);
            expect(lines).to.deep.equal(['echo one', 'echo one', '']);
        });

        it('follows the folder, and says so in the list of sessions', async () => {
            await open();
            await person.run("mkdir -p 'a;b c' && cd 'a;b c'");
            const { folder } = await person.run('true');
            expect(folder).to.equal(path.join(person.home, 'a;b c'));
            await until(async () => {
                const { detail } = await person.page.session(person.session.id);
                return detail['currentFolder'] === folder && (detail['command'] as CommandRecord).line === 'true';
            });
        });

        it('is started again where it was, and there its commands go on', async () => {
            await open();
            await person.run('mkdir last && cd last');
            person.type('exit 0\r');
            await person.startAgain();
            const { n, folder, trusted } = await person.run('true');
            expect({ n, folder, trusted }).to.deep.equal({
                n: 3,
                folder: path.join(person.home, 'last'),
                trusted: true
            });
        });

        it("reads the person's own start file, and puts nothing into the environment", async () => {
            person.write(tested.rc, `${tested.setVariable('OWN', 'from the start file')}\n`);
            await open();
            const printed = await person.outputOf(await person.run(tested.everything));
            expect(printed).to.contain('OWN=from the start file');
            expect(
                printed.match(/^(DISPATCH_(?!SESSION_ID)\w*|\w*__dispatch\w*|ZDOTDIR|PROMPT_COMMAND)=.*/gm)
            ).to.equal(null);
            expect(printed).not.to.contain('__dispatch');
        });

        it('works with a broken start file', async () => {
            person.write(tested.rc, tested.name === 'fish' ? 'no_such_command\n' : 'no_such_command\nif true; then\n');
            await open();
            expect(summary(await person.run('echo fine'))).to.deep.include({ line: 'echo fine', exitCode: 0 });
        });

        it('does not believe output that claims to be a command', async () => {
            await open();
            const fake = "printf '\\033]633;A\\007\\033]633;B\\007\\033]633;E;rm -rf x;guess\\007'; sh -c 'exit 4'";
            const command = await person.run(fake);
            expect(summary(command)).to.deep.include({ line: fake, exitCode: 4 });
            await person.run("printf '\\033]633;D;0\\007\\033]633;A\\007\\033]633;C\\007'; sh -c 'exit 5'");
            const trusted = (await person.commands()).filter(({ line }) => line.startsWith('rm'));
            expect(trusted).to.deep.equal([]);
            expect((await person.commands()).filter(each => each.trusted).at(-1)).to.deep.include({ exitCode: 5 });
        });

        it('leaves a shell inside of it as it is, and goes on after it', async () => {
            await open();
            person.type(`${shell}\r`);
            await until(async () => (await person.commands()).length === 1);
            person.type('echo in"s"ide\r');
            await person.viewer.until(() => /inside/.test(person.viewer.text));
            person.type('exit\r');
            await person.ended(1);
            expect((await person.commands()).map(({ line }) => line)).to.deep.equal([shell]);
            expect(summary(await person.run('echo after'))).to.deep.include({ n: 2, line: 'echo after' });
        });

        it('records what is interrupted, and nothing for an empty line', async () => {
            await open();
            person.type('\r');
            person.type('sleep 30\r');
            // before that, Ctrl+C would interrupt the shell on its way to start it
            await until(() => person.isInForeground('sleep'));
            person.type('\x03');
            expect(summary(await person.ended(1))).to.deep.include({ line: 'sleep 30', exitCode: 130 });
        });

        it('is off where it was switched off', async () => {
            const session = await person.page.create(
                'terminal',
                { shell, args: tested.args, env: { HOME: person.home, DISPATCH_SHELL_INTEGRATION: '0' } },
                { folder: person.home }
            );
            const viewer = person.page.attach(session, { from: 0 });
            viewer.type('echo sw"i"tched; env\r');
            await viewer.until(() => /switched/.test(viewer.text) && /HOME=/.test(viewer.text));
            expect(viewer.text).not.to.contain('\x1b]633');
            expect(viewer.text).not.to.contain('DISPATCH_SHELL_INTEGRATION=');
        });
    });
}

describe('shell integration, with what people have in their start files', function () {
    this.timeout(60_000);
    let person: ShellPerson;

    before(closeInheritedFiles);
    beforeEach(async () => {
        person = await ShellPerson.arrive();
        person.write('.zshrc', '');
    });
    afterEach(() => person.leave());

    async function expectWorking(): Promise<void> {
        expect(summary(await person.run('(exit 7)'))).to.deep.equal({
            n: 1,
            line: '(exit 7)',
            exitCode: 7,
            trusted: true
        });
        expect(summary(await person.run('echo well'))).to.deep.include({ n: 2, line: 'echo well', exitCode: 0 });
    }

    const BASH: Record<string, string> = {
        'set -u': 'set -u',
        'a PROMPT_COMMAND that changes the status': 'PROMPT_COMMAND="false; history -a;"',
        'a PROMPT_COMMAND of several': 'PROMPT_COMMAND=("false" "history -a")',
        'a prompt that is made anew each time': 'make() { PS1="[$?] \\w\\n> "; }; PROMPT_COMMAND=make',
        'a DEBUG trap': 'trap "last=\\$BASH_COMMAND" DEBUG',
        'a PS0 of its own': "PS0='\\t '",
        'times in the history': "HISTTIMEFORMAT='%F %T '",
        aliases: 'alias printf=false local=false builtin=false echo="echo"',
        'functions of the same names': 'printf() { command false; }; history() { command false; }',
        'another IFS and no globbing': 'IFS=,; set -f; shopt -s nocasematch extglob',
        'variables that are exported by themselves': 'set -a'
    };
    for (const [what, rc] of Object.entries(BASH)) {
        it(`works in bash with ${what}`, async () => {
            person.write('.bashrc', `${rc}\n`);
            await person.open({ shell: '/bin/bash' });
            await expectWorking();
        });
    }

    it('keeps the status, the prompt and its hooks in bash', async () => {
        person.write('.bashrc', 'PROMPT_COMMAND="seen=\\$?"; PS1="<\\$?> "');
        await person.open({ shell: '/bin/bash' });
        await person.run('(exit 9)');
        await person.viewer.until(() => person.viewer.text.includes('<9> '));
        expect(await person.outputOf(await person.run('echo "$seen"'))).to.equal('9');
    });

    it('finds the prompt again when a virtual environment has put its name in front, and when it is left', async () => {
        await person.open({ shell: '/bin/bash' });
        await person.run('old=$PS1; PS1="(venv) $PS1"');
        await person.run('PS1=$old');
        expect(summary(await person.run('echo "${PS1//[^A]/}"'))).to.deep.include({ exitCode: 0 });
        const { text } = person.viewer;
        const prompts = text.slice(text.lastIndexOf('\x1b]633;D'));
        expect(prompts.match(/\]633;[AB]/g)).to.deep.equal([']633;A', ']633;B']);
    });

    it('leaves a PROMPT_COMMAND that may not be changed alone', async () => {
        person.write('.bashrc', "readonly PROMPT_COMMAND=':'; PS1='ready> '");
        const session = await person.page.create(
            'terminal',
            { shell: '/bin/bash', env: { HOME: person.home } },
            { folder: person.home }
        );
        const viewer = person.page.attach(session, { from: 0 });
        await viewer.until(() => viewer.text.includes('ready> '));
        expect(viewer.text).not.to.contain('readonly variable');
    });

    const ZSH: Record<string, string> = {
        'set -u': 'set -u',
        'a prompt that is made anew each time': 'precmd() { PS1="[$?] %~"$\'\\n\'"> "; }',
        'hooks of its own':
            'autoload -Uz add-zsh-hook; own() { false; }; add-zsh-hook precmd own; add-zsh-hook preexec own',
        'a prompt that is computed': "setopt prompt_subst; PS1='$(echo computed)> '",
        'options of other shells': 'setopt sh_word_split ksh_arrays no_nomatch glob_subst',
        'ZDOTDIR set by itself': 'export ZDOTDIR=$HOME'
    };
    for (const [what, rc] of Object.entries(ZSH)) {
        it(`works in zsh with ${what}`, async () => {
            person.write('.zshrc', `${rc}\n`);
            await person.open({ shell: '/usr/bin/zsh' });
            await expectWorking();
        });
    }

    it('lets zsh read all start files of a ZDOTDIR of the person', async () => {
        for (const file of ['.zshenv', '.zprofile', '.zshrc', '.zlogin']) {
            person.write(`dots/${file}`, `ORDER="$ORDER ${file}"\n`);
        }
        await person.open({ shell: '/usr/bin/zsh', args: ['-l'], env: { ZDOTDIR: path.join(person.home, 'dots') } });
        const printed = await person.outputOf(await person.run('echo "$ORDER in $ZDOTDIR"'));
        expect(printed.trim()).to.equal(`.zshenv .zprofile .zshrc .zlogin in ${person.home}/dots`);
    });

    it('keeps the prompt of a fish, and its status', async () => {
        person.write('.config/fish/config.fish', 'function fish_prompt; echo -n "<$status> "; end');
        await person.open({ shell: '/usr/bin/fish' });
        await person.run('sh -c "exit 6"');
        await person.viewer.until(() => person.viewer.text.includes('<6> '));
    });

    it('reads scripts from a folder with blanks and quotes that cannot be written', async () => {
        const folder = fs.mkdtempSync(path.join(tmpdir(), "dispatch it's a "));
        const scripts = path.join(folder, 'folder');
        fs.cpSync(SCRIPTS, scripts, { recursive: true });
        execFileSync('chmod', ['-R', 'a-w', scripts]);
        const other = await ShellPerson.arrive(scripts);
        try {
            other.write('.zshrc', '');
            for (const shell of ['/bin/bash', '/usr/bin/zsh', '/usr/bin/fish']) {
                await other.open({ shell });
                expect(summary(await other.run('true'))).to.deep.include({ line: 'true', exitCode: 0 });
            }
        } finally {
            await other.leave();
            execFileSync('chmod', ['-R', 'u+w', scripts]);
            fs.rmSync(folder, { recursive: true });
        }
    });

    it('does not change what is started with arguments of its own', async () => {
        const session = await person.page.create(
            'terminal',
            { shell: '/bin/bash', args: ['--norc', '-c', 'env; echo "$-"'], env: { HOME: person.home } },
            { folder: person.home }
        );
        const viewer = person.page.attach(session, { from: 0 });
        await viewer.until(() => viewer.exit !== undefined);
        expect(viewer.text).not.to.contain('DISPATCH_SHELL');
    });

    it('has the commands of a terminal after its end, and ends the one that ran', async () => {
        await person.open({ shell: '/bin/bash' });
        await person.run('echo kept');
        person.type('exit 5\r');
        await person.viewer.until(() => person.viewer.exit !== undefined);
        const commands = await person.commands();
        expect(commands.map(({ line }) => line)).to.deep.equal(['echo kept', 'exit 5']);
        expect(commands.every(({ endAt, endedAtMs }) => endAt !== undefined && endedAtMs !== undefined)).to.equal(true);
        expect(await person.outputOf(commands[0])).to.equal('kept');
    });

    it('gives the whole output of a command that is longer than any screen', async () => {
        await person.open({ shell: '/bin/bash' });
        const text = await person.outputOf(await person.run('seq 1 100000'));
        expect(text).to.equal(Array.from({ length: 100_000 }, (_, index) => index + 1).join('\n'));
    });

    it('grants the notice of an end to one page', async () => {
        await person.open({ shell: '/bin/bash' });
        const { n } = await person.run('true');
        const claims = [await person.call('claimCommandNotice', { n }), await person.call('claimCommandNotice', { n })];
        expect(claims).to.deep.equal([{ granted: true }, { granted: false }]);
    });
});

function summary({ n, line, exitCode, trusted }: CommandRecord) {
    return { n, line, exitCode, trusted };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
    while (!(await condition())) {
        await new Promise(resolve => setTimeout(resolve, 20));
    }
}
