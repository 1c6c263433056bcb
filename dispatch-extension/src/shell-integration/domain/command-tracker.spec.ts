import { expect } from 'chai';
import { CommandRecord } from '../common/shell-integration-protocol';
import { CommandTracker } from './command-tracker';
import { ShellMark } from './shell-mark';

const prompt = (at: number): ShellMark => ({ kind: 'prompt', at });
const input = (at: number): ShellMark => ({ kind: 'input', at });
const said = (line: string, repeated = false): ShellMark => ({ kind: 'line', line, repeated });
const run = (at: number, verified = true): ShellMark => ({ kind: 'run', at, verified });
const done = (at: number, exitCode?: number, verified = true): ShellMark => ({ kind: 'done', at, verified, exitCode });

describe('command tracker', () => {
    it('makes a command of prompt, line, start and end', () => {
        const { commands } = track([prompt(1), input(5), said('ls'), run(10), done(90, 2)]);
        expect(commands).to.deep.equal([
            {
                n: 1,
                line: 'ls',
                trusted: true,
                folder: undefined,
                inputAt: 5,
                outputAt: 10,
                startedAtMs: 10,
                endAt: 90,
                endedAtMs: 90,
                exitCode: 2
            }
        ]);
    });

    it('takes the last of prompts that are drawn again', () => {
        expect(track([prompt(1), input(5), prompt(21), input(25), run(30)]).commands[0].inputAt).to.equal(25);
    });

    it('takes what was typed where a shell says no line, and does not trust it', () => {
        const { commands } = track([prompt(1), input(5), run(10, false), done(20, 0, false)], 'make all');
        expect(commands[0]).to.deep.include({ line: 'make all', trusted: false, exitCode: 0 });
    });

    it('keeps a line out that was typed with a blank in front, and knows one that is repeated', () => {
        const marks = [input(5), said('before', true), run(10)];
        expect([track(marks, ' secret').commands[0].line, track(marks, 'before').commands[0].line]).to.deep.equal([
            '',
            'before'
        ]);
    });

    it('lets nobody without the nonce end a command, or change the folder meanwhile', () => {
        const { commands, tracker } = track([
            { kind: 'folder', folder: '/a' },
            input(5),
            run(10),
            done(15, 0, false),
            { kind: 'folder', folder: '/elsewhere' },
            done(20, 9)
        ]);
        expect(commands).to.have.length(1);
        expect([commands[0].exitCode, commands[0].folder, tracker.currentFolder]).to.deep.equal([9, '/a', '/a']);
    });

    it('knows the commands of a shell inside of a command, and goes on with the outer one', () => {
        const inner = [prompt(20), input(22), run(25, false), done(30, 1, false)];
        const { commands } = track([input(5), said('ssh there'), run(10), ...inner, done(40, 0)], 'remote');
        expect(commands.map(({ line, exitCode, endAt }) => [line, exitCode, endAt])).to.deep.equal([
            ['ssh there', 0, 40],
            ['remote', 1, 30]
        ]);
    });

    it('takes no start from output that shows no prompt', () => {
        expect(track([input(5), run(10), run(12, false), run(13, false), done(40, 0)]).commands).to.have.length(1);
    });

    it('starts no more than a few a second for a flood of marks', () => {
        const flood = Array.from({ length: 1_000 }, (_, index) => [prompt(index), run(index, false)]).flat();
        expect(track(flood).commands.length).to.be.lessThan(50);
    });

    it('ends what runs with the terminal', () => {
        const { tracker } = track([input(5), run(10)]);
        expect(tracker.close(70)).to.have.length(1);
        expect(tracker.close(70)).to.deep.equal([]);
    });
});

/** The clock is the position of the last mark. */
function track(marks: readonly ShellMark[], typed = '') {
    let now = 0;
    const tracker = new CommandTracker({ now: () => now, typedLine: () => typed });
    const byNumber = new Map<number, CommandRecord>();
    for (const mark of marks) {
        now = 'at' in mark ? mark.at : now;
        for (const change of tracker.feed(mark)) {
            if ('command' in change) {
                byNumber.set(change.command.n, change.command);
            }
        }
    }
    return { tracker, commands: [...byNumber.values()] };
}
