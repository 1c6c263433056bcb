import { expect } from 'chai';
import * as fs from 'node:fs';
import { DEFAULT_LIMITS } from '../../kernel/common/process-contract';
import { SessionInfo } from '../../session/common/session-protocol';
import { TestHost } from '../../session/testing/test-host';
import { TestPage } from '../../session/testing/test-page';
import { TerminalKind } from '../../terminal/host/terminal-kind';
import { HistoryMatch, HistoryRange } from '../common/history-protocol';
import { HistoryFeature } from './history-feature';

const LINES = 60_000;
const OLD_BYTES = 512 * 1024;

interface Found {
    matches: HistoryMatch[];
    scannedTo: number;
    start: number;
}

interface Exported {
    text: string;
    next: number;
    done: boolean;
    start: number;
    end: number;
}

describe('history of a terminal', function () {
    this.timeout(60_000);
    let host: TestHost;
    let page: TestPage;

    beforeEach(async () => {
        const limits = { ...DEFAULT_LIMITS };
        host = await TestHost.start(() => [TerminalKind.ofThisSystem([new HistoryFeature(1_500)], limits)]);
        page = await host.page();
    });

    afterEach(() => host.dispose());

    it('reads all lines back in ranges, newest first, and again in the other direction', async () => {
        const session = await ran(page, `seq -f 'line %.0f é' ${LINES}`);
        const backwards: HistoryRange[] = [];
        for (let before: number | undefined; before !== 0;) {
            const range: HistoryRange = await call(page, session, 'readHistory', { before });
            backwards.unshift(range);
            before = range.from;
        }
        expect(backwards.length).to.be.greaterThan(10);
        expect(backwards.map(textOf).join('')).to.equal(numbered(LINES));
        let forwards = '';
        for (let after = 0; ;) {
            const range: HistoryRange = await call(page, session, 'readHistory', { after });
            forwards += textOf(range);
            after = range.to;
            if (range.to === range.end) {
                break;
            }
        }
        expect(forwards).to.equal(numbered(LINES));
        expect(backwards[0].grids).to.deep.equal([{ at: 0, grid: { columns: 80, rows: 24 } }]);
        expect(backwards[0].times[0].ms).to.be.closeTo(Date.now(), 60_000);
    });

    it('knows which output a page shows by its lines', async () => {
        const session = await ran(page, `seq -f 'line %.0f é' ${LINES}; printf '\\e[?1049hdrawn\\n\\e[?1049l'`);
        const lines = Array.from({ length: 20 }, (_, index) => `line ${LINES - 5_000 + index} é`);
        const located = await call<{ at: number; exact: boolean }>(page, session, 'locateHistory', {
            lines,
            below: 5_002
        });
        expect(located.exact).to.equal(true);
        const range = await call<HistoryRange>(page, session, 'readHistory', { after: located.at });
        expect(textOf(range).split('\r\n')[0]).to.equal(lines[0]);
        const above = await call<HistoryRange>(page, session, 'readHistory', { before: located.at });
        expect(textOf(above).endsWith(`line ${LINES - 5_001} é\r\n`)).to.equal(true);
    });

    it('finds every match once, newest first, in parts', async () => {
        const session = await ran(page, `seq -f 'line %.0f é' ${LINES}; printf '\\e[?1049hline 777 \\e[?1049l'`);
        const found: HistoryMatch[] = [];
        for (let before = Number.MAX_SAFE_INTEGER; ;) {
            const part = await call<Found>(page, session, 'searchHistory', {
                query: 'line \\d*777 ',
                isRegex: true,
                before,
                limit: 7
            });
            found.push(...part.matches);
            before = part.scannedTo;
            if (part.scannedTo <= part.start) {
                break;
            }
        }
        expect(found.map(({ text }) => text)).to.deep.equal(
            Array.from({ length: LINES / 1_000 }, (_, index) => `line ${index || ''}777 é`).reverse()
        );
        const oldest = found.at(-1)!;
        const range = await call<HistoryRange>(page, session, 'readHistory', { after: oldest.at });
        expect(textOf(range).startsWith('line 777 é\r\n')).to.equal(true);
    });

    it('refuses an expression that is wrong or would never end, and goes on afterwards', async () => {
        const session = await ran(page, `printf 'a%.0s' $(seq 60); echo '!'; echo found`);
        const search = (query: string) =>
            call<Found>(page, session, 'searchHistory', { query, isRegex: true, before: 1e9 });
        expect(await codeOf(search('('))).to.equal('history.bad-expression');
        const slow = search('^(a+)+$');
        const read = await call<HistoryRange>(page, session, 'readHistory', {});
        expect(textOf(read), 'reading does not wait for it').to.contain('found');
        expect(await codeOf(slow)).to.equal('history.search-too-slow');
        expect((await search('fou?nd')).matches.map(({ text }) => text)).to.deep.equal(['found']);
    });

    it('exports as text what was printed, and says what is not kept', async () => {
        const session = await ran(page, `seq -f 'line %.0f é' ${LINES}; printf '\\e[32mgreen\\e[0m 1%%\\r2%%\\e[K\\n'`);
        const { text } = await exported(page, session, 'text');
        expect(text).to.equal(`${numbered(LINES).replaceAll('\r', '')}2%\n`);
    });

    it('exports a recording that a parser takes, with every byte, times and sizes', async () => {
        const session = await ran(page, `seq -f 'line %.0f é' ${LINES}; sleep 0.3; stty cols 100; echo late`);
        const { text } = await exported(page, session, 'asciicast');
        const [header, ...events] = text.trimEnd().split('\n');
        expect(JSON.parse(header)).to.deep.include({ version: 2, width: 80, height: 24 });
        const parsed = events.map(line => JSON.parse(line) as [number, string, string]);
        const output = parsed.filter(([, kind]) => kind === 'o');
        expect(output.map(([, , data]) => data).join('')).to.equal(`${numbered(LINES)}late\r\n`);
        const seconds = parsed.map(([at]) => at);
        expect(seconds).to.deep.equal([...seconds].sort((a, b) => a - b));
        expect(seconds.at(-1)).to.be.within(0.3, 60);
    });

    it('says what is not kept any more, and begins with a whole line', async () => {
        await host.dispose();
        const limits = { ...DEFAULT_LIMITS, terminalLogBytes: OLD_BYTES };
        host = await TestHost.start(() => [TerminalKind.ofThisSystem([new HistoryFeature()], limits)]);
        page = await host.page();
        const session = await ran(page, `seq -f 'line %.0f é' ${LINES * 2}`);
        const range = await call<HistoryRange>(page, session, 'readHistory', { after: 0 });
        expect(range.missing).to.deep.equal([{ from: 0, to: range.start, reason: 'retention' }]);
        expect(range.from).to.equal(range.start);
        const { text } = await exported(page, session, 'text');
        expect(text).to.match(/^\[[\d,]+ bytes of older output are not kept any more/);
        expect(text.endsWith(`line ${LINES * 2} é\n`)).to.equal(true);
    });

    it('is there after the session host has ended', async () => {
        const session = await ran(page, `seq -f 'line %.0f é' 1000`);
        await host.stop();
        await host.startAgain();
        const { text } = await exported(await host.page(), session, 'text');
        expect(text).to.equal(numbered(1_000).replaceAll('\r', ''));
        expect(fs.existsSync(host.folder)).to.equal(true);
    });
});

/** Runs a script in a terminal to its end. */
async function ran(page: TestPage, script: string): Promise<SessionInfo> {
    const session = await page.create('terminal', {
        shell: 'bash',
        args: ['-c', script],
        grid: { columns: 80, rows: 24 }
    });
    for (;;) {
        const { state } = await page.session(session.id);
        if (state === 'ended') {
            return session;
        }
        await new Promise(resolve => setTimeout(resolve, 30));
    }
}

async function call<T>(page: TestPage, { id }: SessionInfo, method: string, params: object): Promise<T> {
    return (await page.call<{ result: T }>('callSession', { sessionId: id, method, params })).result;
}

async function exported(
    page: TestPage,
    session: SessionInfo,
    format: string
): Promise<{ text: string; parts: number }> {
    let text = '';
    for (let from = 0, parts = 1; ; parts++) {
        const part = await call<Exported>(page, session, 'exportHistory', { format, from });
        text += part.text;
        from = part.next;
        if (part.done) {
            return { text, parts };
        }
    }
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
    return work.then(
        () => undefined,
        (error: { code: string }) => error.code
    );
}

function textOf({ pieces }: HistoryRange): string {
    return Buffer.concat(pieces.map(({ data }) => Buffer.from(data, 'base64'))).toString('utf8');
}

function numbered(count: number): string {
    return Array.from({ length: count }, (_, index) => `line ${index + 1} é\r\n`).join('');
}
