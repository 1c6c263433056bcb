import { expect } from 'chai';
import { ShellDetail } from '../common/shell-integration-protocol';
import { longCommandOf } from './long-command';

const RULE = { seconds: 15, sinceMs: 1_000 };

describe('the end of a long command', () => {
    it('is news once, when it ran long enough', () => {
        const running = command(1);
        const ended = command(1, 20_000);
        expect(longCommandOf(running, ended, RULE)).to.deep.equal({ n: 1, line: 'make', exitCode: 0, spanMs: 18_000 });
        expect(longCommandOf(undefined, ended, RULE)).to.deep.include({ n: 1 });
        expect(longCommandOf(ended, ended, RULE)).to.equal(undefined);
        expect(longCommandOf(running, command(1, 9_000), RULE)).to.equal(undefined);
    });

    it('is none while it runs, before the page was there, or when switched off', () => {
        expect(longCommandOf(undefined, command(1), RULE)).to.equal(undefined);
        expect(longCommandOf(undefined, command(1, 20_000), { ...RULE, sinceMs: 30_000 })).to.equal(undefined);
        expect(longCommandOf(undefined, command(1, 20_000), { ...RULE, seconds: 0 })).to.equal(undefined);
    });
});

function command(n: number, endedAtMs?: number): ShellDetail {
    return { command: { n, line: 'make', startedAtMs: 2_000, endedAtMs, exitCode: endedAtMs && 0 } };
}
