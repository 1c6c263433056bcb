import { Terminal } from '@xterm/headless';
import type { IMarker, Terminal as PageTerminal } from '@xterm/xterm';
import { expect } from 'chai';
import type { OutputAbove, PageAbove } from '../../terminal/browser/output-above';
import { CommandRecord } from '../common/shell-integration-protocol';
import { CommandJumps } from './command-jumps';

/** Of four commands the third and the fourth are on the screen, the others in older output. */
describe('jumps between commands', () => {
    const page = globalThis as { window?: unknown };
    const commands = [100, 200, 300, 400].map(inputAt => ({ inputAt }) as CommandRecord);
    let terminal: Terminal;
    let above: OutputAbove & { log: string[] };
    let seenAbove: number;
    let jumps: CommandJumps;

    beforeEach(async () => {
        page.window = { setTimeout: () => 0 };
        terminal = new Terminal({ cols: 20, rows: 5, allowProposedApi: true });
        await write('one\r\n');
        const third = terminal.registerMarker(0);
        await write('$ ls\r\na b\r\n');
        const fourth = terminal.registerMarker(0);
        await write('$ ls\r\na b\r\n$ ');
        const markers = new Map<number, IMarker | undefined>([
            [300, third],
            [400, fourth]
        ]);
        const screen = terminal as unknown as PageTerminal;
        Object.assign(screen, { registerDecoration: () => undefined });
        seenAbove = 0;
        const shown: PageAbove = { terminal: screen, markerAt: at => (at < 300 ? third : undefined) };
        above = {
            log: [],
            shown: undefined,
            position: undefined,
            goUp: () => undefined,
            goToOldest: () => undefined,
            goToNewest() {
                this.log.push('screen');
                Object.assign(this, { shown: undefined });
            },
            async reveal(position) {
                this.log.push(`above ${position}`);
                Object.assign(this, { shown: screen, position: seenAbove });
                return shown;
            }
        };
        const earlier = {
            get page() {
                return above.shown && shown;
            }
        };
        const lines = { find: (at: number) => markers.get(at) };
        jumps = new CommandJumps({ terminal: screen, above }, { all: () => commands, lines, earlier });
    });

    afterEach(() => {
        terminal.dispose();
        delete page.window;
    });

    function write(text: string): Promise<void> {
        return new Promise(resolve => terminal.write(text, resolve));
    }

    it('go from the screen up into older output, and back to the screen', () => {
        for (const direction of [-1, -1, -1, -1, -1, 1, 1, 1] as const) {
            jumps.by(direction);
        }
        // 400, 300, 200, 100, nothing, 200, 300, 400
        expect(above.log).to.deep.equal([
            'screen',
            'screen',
            'above 200',
            'above 100',
            'above 200',
            'screen',
            'screen'
        ]);
        jumps.by(1);
        expect(above.log.at(-1)).to.equal('screen');
    });

    it('begin in older output where one looks', async () => {
        await above.reveal(0);
        Object.assign(above, { position: 150, log: [] });
        jumps.by(1);
        jumps.by(-1);
        expect(above.log).to.deep.equal(['above 200', 'above 100']);
    });

    it('begin at the cursor again after a key', () => {
        jumps.by(-1);
        jumps.by(-1);
        jumps.forget();
        jumps.by(-1);
        jumps.by(-1);
        jumps.by(-1);
        expect(above.log.slice(2)).to.deep.equal(['screen', 'screen', 'above 200']);
    });
});
