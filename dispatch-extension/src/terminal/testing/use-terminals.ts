import { expect } from 'chai';
import { closeInheritedFiles } from '../../kernel/host/inherited-files';
import { SessionInfo } from '../../session/common/session-protocol';
import { TestHost } from '../../session/testing/test-host';
import { TestPage } from '../../session/testing/test-page';
import { TerminalKind } from '../host/terminal-kind';

/** The size of the terminals of tests. */
export const GRID = { columns: 80, rows: 24 };

/** What a test with terminals has; valid from the start of each test. */
export interface TestTerminals {
    host: TestHost;
    page: TestPage;
    /** Opens a terminal in which bash runs a script. */
    run(script: string, more?: object): Promise<SessionInfo>;
}

/** To be called in a `describe`: each of its tests has a session host of its own, which must have logged no error at the end. */
export function useTerminals(): TestTerminals {
    const world: TestTerminals = {
        run: (script: string, more: object = {}) =>
            world.page.create('terminal', { shell: '/bin/bash', args: ['--norc', '-c', script], grid: GRID, ...more })
    } as TestTerminals;

    before(closeInheritedFiles);

    beforeEach(async () => {
        world.host = await TestHost.start(() => [TerminalKind.ofThisSystem()], { inputBytesPerSecond: 1024 ** 3 });
        world.page = await world.host.page();
    });

    afterEach(async () => {
        await world.host.dispose();
        expect(world.host.log.entries.filter(entry => entry.level === 'error')).to.deep.equal([]);
    });

    return world;
}
