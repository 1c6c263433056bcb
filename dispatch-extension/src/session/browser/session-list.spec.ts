import { expect } from 'chai';
import { SessionInfo } from '../common/session-protocol';
import { ageInWords, byNeed, groupSessions, rowInTabOrder } from './session-list';

const WORKSPACES = [
    { id: 'w-api', name: 'api', folder: '/work/api' },
    { id: 'w-web', name: 'web', folder: '/work/web' }
];
const W_API = '01JDZ000000000000000000W01';

let number = 0;
function session(overrides: Partial<Record<keyof SessionInfo, unknown>>): SessionInfo {
    return SessionInfo.parse({
        id: `01JDZ0000000000000000000${String(++number).padStart(2, '0')}`,
        kind: 'terminal',
        title: `s${number}`,
        folder: '/work/api',
        state: 'active',
        viewers: 0,
        createdAtMs: number,
        changedAtMs: number,
        detail: {},
        ...overrides
    });
}

describe('session list', () => {
    it('puts the open workspace first, what runs before what has ended, and the newest first', () => {
        const sessions = [
            session({ title: 'old api', createdAtMs: 1 }),
            session({ title: 'ended api', createdAtMs: 50, state: 'ended' }),
            session({ title: 'new api', createdAtMs: 20 }),
            session({ title: 'web', createdAtMs: 99, folder: '/work/web' })
        ];
        const groups = groupSessions(sessions, WORKSPACES, '/work/api');
        expect(groups.map(({ label, sessions: members }) => [label, members.map(({ title }) => title)])).to.deep.equal([
            ['api', ['new api', 'old api', 'ended api']],
            ['web', ['web']]
        ]);
    });

    it('makes one group of a workspace, whether or not its sessions know it (a folder appeared twice)', () => {
        const sessions = [session({ title: 'terminal' }), session({ title: 'claude', workspaceId: W_API })];
        const groups = groupSessions(sessions, [{ ...WORKSPACES[0], id: W_API }], '/work/api');
        expect(groups.map(({ key, sessions: members }) => [key, members.map(({ title }) => title)])).to.deep.equal([
            [W_API, ['claude', 'terminal']]
        ]);
    });

    it('names a group of no workspace by its folder', () => {
        expect(groupSessions([session({ folder: '/srv/data/' })], [], undefined)[0].label).to.equal('data');
    });

    it('puts what waits for the person first, then what works, then what was used last (idle shells hid a question)', () => {
        const running = [
            { session: session({ title: 'new shell', changedAtMs: 90 }) },
            { session: session({ title: 'old shell', changedAtMs: 10 }) },
            { session: session({ title: 'works', changedAtMs: 5 }), isWorking: true },
            { session: session({ title: 'asks', changedAtMs: 1 }), waiting: 1 },
            { session: session({ title: 'asks later', changedAtMs: 2 }), waiting: 3, isWorking: true }
        ];
        expect(byNeed(running).map(each => each.session.title)).to.deep.equal([
            'asks later',
            'asks',
            'works',
            'new shell',
            'old shell'
        ]);
    });

    it('says ages in the shortest words', () => {
        const minute = 60_000;
        expect(
            [0, 59_999, minute, 59 * minute, 60 * minute, 47 * 60 * minute].map(ms => ageInWords(0, ms))
        ).to.deep.equal(['now', 'now', '1 min', '59 min', '1 h', '1 d']);
    });

    it('lets Tab reach the row that had the focus last, and the first when that is gone', () => {
        const [first, second] = [session({}), session({ folder: '/work/web' })];
        const groups = groupSessions([first, second], WORKSPACES, '/work/api');
        expect(rowInTabOrder(groups, undefined)).to.equal(first.id);
        expect(rowInTabOrder(groups, second.id)).to.equal(second.id);
        expect(rowInTabOrder(groups, 'removed')).to.equal(first.id);
        expect(rowInTabOrder([], second.id)).to.equal(undefined);
    });
});
