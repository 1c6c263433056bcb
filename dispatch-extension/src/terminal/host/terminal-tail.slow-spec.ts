import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { TestHost } from '../../session/testing/test-host';
import { TestPage } from '../../session/testing/test-page';
import { TerminalKind } from './terminal-kind';

const ROUNDS = 200;
const BYTES = 1_000_000;
/** No line feeds: the line discipline would make two bytes of each. */
const SCRIPT = `head -c ${BYTES} /dev/zero | tr '\\0' 'abc'; exit 3`;

describe('the tail of a program that prints a megabyte and exits at once', function () {
    this.timeout(300_000);
    let host: TestHost;
    let page: TestPage;

    beforeEach(async () => {
        host = await TestHost.start(() => [TerminalKind.ofThisSystem()], { terminalStartsPer10S: 10_000 });
        page = await host.page();
    });

    afterEach(() => host.dispose());

    it(`is complete, and comes before the exit, ${ROUNDS} times`, async () => {
        const expected = digest(Buffer.alloc(BYTES, 'a'));
        for (let round = 0; round < ROUNDS; round++) {
            const session = await page.create('terminal', { shell: '/bin/bash', args: ['--norc', '-c', SCRIPT] });
            const viewer = page.attach(session, { from: 0, observer: true, window: 1024 * 1024 });
            await viewer.until(() => viewer.exit !== undefined, 60_000);
            expect(viewer.exit).to.deep.include({ exitCode: 3 });
            expect([viewer.bytes.length, digest(viewer.bytes)]).to.deep.equal([BYTES, expected]);
            await page.call('forgetSession', { sessionId: session.id });
        }
    });
});

function digest(bytes: Buffer): string {
    return createHash('sha256').update(bytes).digest('hex');
}
