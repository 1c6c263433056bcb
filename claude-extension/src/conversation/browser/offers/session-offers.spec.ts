import { expect } from 'chai';
import type { ClaudeCapabilities } from '../../common/claude-events';
import { isStarting, offersOf } from './session-offers';

const WORDS = { state: (status: string) => `<${status}>`, tools: (count: number) => `${count} tools` };
const NOTHING: ClaudeCapabilities = { models: [], permissionModes: [], commands: [], agents: [], mcpServers: [] };

describe('what Claude can use in a session', () => {
    it('is not known before the runtime has told', () => {
        expect(offersOf(undefined, WORDS)).to.equal(undefined);
    });

    it('is told by name, with what is wrong with a server, broken ones first', () => {
        const told: ClaudeCapabilities = {
            ...NOTHING,
            mcpServers: [
                { name: 'notes', status: 'connected', tools: ['read', 'write'] },
                { name: 'wiki', status: 'failed', error: 'spawn wiki ENOENT' }
            ],
            agents: [{ name: 'Plan', description: 'Plans' }, { name: 'Explore' }],
            commands: [
                { name: 'deploy', description: 'Brings it out' },
                { name: 'compact', description: 'Makes room' }
            ],
            skills: ['deploy', 'another']
        };
        expect(offersOf(told, WORDS)).to.deep.equal({
            servers: [
                { name: 'wiki', detail: '<failed> · spawn wiki ENOENT', isBroken: true },
                { name: 'notes', detail: '<connected> · 2 tools', isBroken: false }
            ],
            agents: [
                { name: 'Explore', detail: '', isBroken: false },
                { name: 'Plan', detail: 'Plans', isBroken: false }
            ],
            skills: [
                { name: 'another', detail: '', isBroken: false },
                { name: 'deploy', detail: 'Brings it out', isBroken: false }
            ]
        });
    });

    it('is asked again while a server is being started (the dialog said so for good)', () => {
        const notes = { name: 'notes', status: 'pending' };
        expect(isStarting({ ...NOTHING, mcpServers: [{ name: 'wiki', status: 'failed' }, notes] })).to.equal(true);
        expect(isStarting({ ...NOTHING, mcpServers: [{ ...notes, status: 'connected' }] })).to.equal(false);
        expect(isStarting(undefined)).to.equal(false);
    });
});
