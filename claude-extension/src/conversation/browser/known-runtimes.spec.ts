import { expect } from 'chai';
import type { RuntimeInfo } from './claude-runtimes';
import type { ClaudeSessionModel } from './claude-session-model';
import { KnownRuntimes } from './known-runtimes';

describe('the runtimes that a view knows of', () => {
    let asked: ((list: readonly RuntimeInfo[]) => void)[];
    let model: { transcript: object; outbox: { messages: { state: string }[] }; connectionState: string };
    let known: KnownRuntimes;

    beforeEach(() => {
        asked = [];
        model = {
            transcript: { runtime: 'claude-code', state: 'idle' },
            outbox: { messages: [] },
            connectionState: 'online'
        };
        const list = () => new Promise<readonly RuntimeInfo[]>(resolve => asked.push(resolve));
        const asModel = model as unknown as ClaudeSessionModel;
        known = new KnownRuntimes({ list }, asModel, () => undefined, { debug: async () => undefined });
    });

    it('are asked for once more after a sign-in, also while an answer from before it is on its way', async () => {
        void known.refresh();
        const anew = known.refreshAnew();
        asked[0]([claudeCode(false)]);
        await settled();
        expect(known.own?.usable).to.equal(false);
        asked[1]([claudeCode(true)]);
        await anew;
        expect(known.own?.usable).to.equal(true);
    });

    it('are asked for once when a message is refused, and once when a turn fails', async () => {
        const answer = async (): Promise<void> => {
            asked.at(-1)?.([claudeCode(true)]);
            await settled();
        };
        known.modelChanged();
        await answer();
        known.modelChanged();
        expect(asked).to.have.length(1);
        model.outbox.messages = [{ state: 'refused' }];
        known.modelChanged();
        await answer();
        known.modelChanged();
        expect(asked).to.have.length(2);
        model.transcript = { ...model.transcript, state: 'failed' };
        known.modelChanged();
        await answer();
        known.modelChanged();
        expect(asked).to.have.length(3);
    });

    it('are not asked for without a connection', () => {
        model.connectionState = 'offline';
        known.modelChanged();
        expect(asked).to.deep.equal([]);
    });
});

function claudeCode(usable: boolean): RuntimeInfo {
    return { name: 'claude-code', label: 'Claude Code', usable, models: [] };
}

function settled(): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, 0));
}
