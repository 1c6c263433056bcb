import { Terminal } from '@xterm/headless';
import type { IMarker, Terminal as PageTerminal } from '@xterm/xterm';
import { expect } from 'chai';
import type { OutputAbove, PageAbove } from '../../terminal/browser/output-above';
import { CommandRecord } from '../common/shell-integration-protocol';
import { CommandJumps } from './command-jumps';

/** Of four commands the third and the fourth are on the screen, the others in older output. */
describe('jumps between commands', () => {
    const page = globalThis as { window?: unknown };
    let commands: CommandRecord[];
    let terminal: Terminal;
    let above: OutputAbove & { log: string[] };
    let seenAbove: number;
    let jumps: CommandJumps;

    beforeEach(async () => {
        commands = [100, 200, 300, 400].map(inputAt => ({ inputAt }) as CommandRecord);
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
        let visits = 0;
        const shown: PageAbove = { terminal: screen, markerAt: at => (at < 300 ? third : undefined) };
        above = {
            log: [],
            shown: undefined,
            position: undefined,
            goUp: () => undefined,
            goToOldest: () => undefined,
            goToNewest() {
                visits++;
                this.log.push('screen');
                Object.assign(this, { shown: undefined });
            },
            async reveal(position) {
                const visit = visits;
                this.log.push(`above ${position}`);
                await new Promise(setImmediate);
                if (visit !== visits) {
                    return undefined;
                }
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

    /** Presses the keys, waiting for nothing in between. */
    function press(...directions: (-1 | 1)[]): void {
        directions.forEach(direction => jumps.by(direction));
    }

    /** What is on its way is shown. */
    async function settle(): Promise<void> {
        for (let i = 0; i < 5; i++) {
            await new Promise(setImmediate);
        }
    }

    it('go from the screen up into older output, and back to the screen', async () => {
        for (const direction of [-1, -1, -1, -1, -1, 1, 1, 1] as const) {
            press(direction);
            await settle();
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

    it('go on upwards while older output is on its way, and show the newest place that is wanted', async () => {
        commands.unshift({ inputAt: 50 } as CommandRecord);
        press(-1, -1, -1, -1, -1);
        await settle();
        expect(above.log).to.deep.equal(['screen', 'screen', 'above 200', 'above 50']);
        press(1, 1);
        await settle();
        expect(above.log.slice(4)).to.deep.equal(['above 100', 'above 200']);
    });

    it('go back to the screen while older output is on its way, which is not shown then', async () => {
        press(-1, -1, -1, 1);
        await settle();
        expect(above.log).to.deep.equal(['screen', 'screen', 'above 200', 'screen']);
        expect(above.shown).to.equal(undefined);
        press(-1);
        await settle();
        expect(above.shown).not.to.equal(undefined);
    });

    it('begin at the cursor after a key also while older output is on its way', async () => {
        press(-1, -1, -1);
        jumps.forget();
        press(-1);
        await settle();
        expect(above.log.slice(3)).to.deep.equal(['screen']);
    });

    it('begin in older output where one looks', async () => {
        await above.reveal(0);
        Object.assign(above, { position: 150, log: [] });
        for (const direction of [1, -1] as const) {
            press(direction);
            await settle();
        }
        expect(above.log).to.deep.equal(['above 200', 'above 100']);
    });

    it('begin at the cursor again after a key', () => {
        press(-1, -1);
        jumps.forget();
        press(-1, -1, -1);
        expect(above.log.slice(2)).to.deep.equal(['screen', 'screen', 'above 200']);
    });
});
