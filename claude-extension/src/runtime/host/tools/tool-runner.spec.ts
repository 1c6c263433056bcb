import { expect } from 'chai';
import { z } from 'zod';
import { FakeTurn } from '../../testing/fake-turn';
import { SessionFolder } from './session-folder';
import { defineTool } from './tool';
import { ToolRunner } from './tool-runner';
import { Toolbox } from './toolbox';

describe('tool runner', () => {
    async function runnerOf(turn: FakeTurn) {
        const ran: string[] = [];
        const tool = defineTool({
            name: 'make',
            description: '',
            input: z.object({}),
            asks: 'tool',
            async run() {
                ran.push('make');
                return { outcome: 'done', output: '' };
            }
        });
        const folder = await SessionFolder.open('/');
        const { signal } = turn.stop;
        return { ran, runner: new ToolRunner(new Toolbox([tool]), { folder, environment: {}, signal }, turn.context) };
    }
    const call = { toolUseId: 'tool-1', name: 'make', input: {} };

    it('runs what was allowed after its start is written down', async () => {
        const turn = new FakeTurn();
        const { ran, runner } = await runnerOf(turn);
        await runner.run(call);
        expect(ran).to.deep.equal(['make']);
        expect(turn.reports.map(({ type }) => type)).to.deep.equal(['tool-started', 'tool-finished']);
    });

    it('runs nothing whose start could not be written down', async () => {
        const turn = new FakeTurn();
        turn.reported = ({ type }) => type === 'tool-started' && turn.stop.abort();
        const { ran, runner } = await runnerOf(turn);
        await runner.run(call);
        expect(ran).to.deep.equal([]);
    });
});
