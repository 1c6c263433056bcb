import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClaudeCapabilities, ClaudeEvent } from '../../conversation/common/claude-events';
import { ClaudeLiveSession } from '../../conversation/host/claude-live-session';
import { asking, endless, saying, TurnScript } from '../../conversation/testing/scripted-runtime';
import { SessionFixture } from '../../conversation/testing/session-fixture';
import { somePicture } from '../../runtime/testing/some-picture';
import { withStableNames } from '../../runtime/testing/stable-names';
import { CheckpointedSession } from './checkpointed-session';

/** What becomes of a session besides that it answers: each is played by the real engine with a scripted runtime. */
const FATES: Record<string, () => Promise<{ events: readonly ClaudeEvent[]; folder: string }>> = {
    rewound: () =>
        withCheckpoints(async session => {
            for (const scope of ['files', 'both'] as const) {
                const rewindId = await rewind(session, 'message-2', scope);
                const { shown } = await session.rpc.previewUndo({ rewindId });
                await session.rpc.undoRewind({ rewindId, shown });
            }
            await rewind(session, 'message-2', 'both');
            await session.turn('message-3', 'echo three > three.txt');
            await rewind(session, 'message-1', 'conversation');
            await session.turn('message-4', 'true');
        }),

    // the host died twice after files began to change; the first was taken back, the second finished
    'rewind-broken-off': () =>
        withCheckpoints(async session => {
            for (const how of ['back', 'finish'] as const) {
                const rewindId = await breakOff(session, 'message-2');
                await session.rpc.settleRewind({ rewindId, how });
            }
            await session.turn('message-3', 'true');
        }),

    forked: async () => {
        const session = await SessionFixture.create(saying('One.'), saying('Two.'), endless('Three'));
        for (const number of [1, 2, 3]) {
            await session.page.say(`say ${number}`, `message-${number}`);
            await session.page.next('block-delta', number - 1);
        }
        const { events } = await SessionFixture.forkOf(session, { beforeMessageId: 'message-3' });
        await session.page.session.end('enough');
        return { events, folder: session.context.info.folder };
    },

    compacted: async () =>
        played([
            saying('A long story.'),
            async context => {
                const throughSeq = (await context.history()).length;
                await context.report({ type: 'compacted', summary: 'There was a long story.', throughSeq });
                await context.report({ type: 'notice', level: 'warning', text: 'Trying again.' });
                await context.report({ type: 'usage', model: 'model-a', ...TOKENS });
                return saying('And so on.')(context);
            }
        ]),

    pictured: async () =>
        played([
            async context => {
                const { turnId, report, keepPicture } = context;
                const call = { toolUseId: 'tool-1', name: 'read_file', input: { path: 'sky.png' } };
                void report({ type: 'tool-requested', turnId, ...call });
                const picture = await keepPicture('sky.png', somePicture(3, 2).toString('base64'));
                const pictures = 'kept' in picture ? [picture.kept] : [];
                void report({ type: 'tool-finished', toolUseId: 'tool-1', outcome: 'done', output: '', pictures });
                return saying('It is an evening sky.')(context);
            }
        ]),

    parked: async () => {
        const limit: TurnScript = async () => ({
            outcome: 'failed',
            error: 'Too much.',
            limit: { reason: 'The budget is used up.', untilMs: 4_102_444_800_000 }
        });
        return played([saying('One.'), limit, saying('Three.')], async ({ page }) => {
            await page.session.call('goOn', {});
        });
    },

    steered: async () => {
        const session = await SessionFixture.create(endless('First'), asking('tool-1'), saying('Last.'));
        const { page, runtime } = session;
        await page.session.call('changeSettings', { permissionMode: 'plan', model: 'model-a' });
        await page.say('first', 'message-1');
        await page.next('block-delta');
        for (const text of ['second', 'third', 'fourth']) {
            await page.say(text, `message-${text}`);
        }
        await page.session.call('editMessage', { messageId: 'message-third', text: 'third, better' });
        await page.session.call('removeMessage', { messageId: 'message-fourth' });
        await page.session.call('deliverMessage', { messageId: 'message-second' });
        await runtime.contexts[0].takeSteering();
        runtime.session?.discovered(CAPABILITIES);
        await page.session.call('interrupt', {});
        await page.answer(await page.next('approval-requested'), 'allow');
        await page.next('turn-ended', 1);
        await page.session.end('enough');
        await page.until(() => page.exit);
        return { events: page.events, folder: session.context.info.folder };
    }
};

const TOKENS = { inputTokens: 9, outputTokens: 3, cacheReadTokens: 2, cacheWriteTokens: 1 };
const CAPABILITIES: ClaudeCapabilities = {
    models: [{ id: 'model-a', label: 'A', efforts: [] }],
    permissionModes: ['default', 'plan'],
    commands: [],
    agents: [],
    mcpServers: []
};

async function withCheckpoints(play: (session: CheckpointedSession) => Promise<void>) {
    const session = await CheckpointedSession.create();
    try {
        await session.turn('message-1', 'echo one > one.txt');
        await session.turn('message-2', 'echo two > two.txt; rm one.txt');
        await play(session);
        const { recorder } = session.page.session as ClaudeLiveSession;
        return { events: await recorder.history(), folder: session.work };
    } finally {
        await session.close();
    }
}

async function rewind(session: CheckpointedSession, toMessageId: string, scope: 'files' | 'both' | 'conversation') {
    const { shown } = await session.rpc.previewRewind({ toMessageId, scope });
    return (await session.rpc.rewind({ toMessageId, scope, shown })).rewindId;
}

/** As the log of a host that died right after the first file had changed, and what the next one added. */
async function breakOff(session: CheckpointedSession, toMessageId: string): Promise<string> {
    const { recorder } = session.page.session as ClaudeLiveSession;
    const { checkpointId } = session.page.all('checkpoint-made').filter(({ reason }) => reason === 'turn-start')[1];
    const { checkpointId: undoCheckpointId } = await session.rpc.makeCheckpoint({});
    const rewindId = `rewind-${recorder.conversation.position}`;
    await recorder.record(
        {
            type: 'rewind-begun',
            rewindId,
            toMessageId,
            scope: 'both',
            checkpointId,
            undoCheckpointId
        },
        { type: 'rewind-interrupted', rewindId }
    );
    return rewindId;
}

/** One message for each script. */
async function played(scripts: readonly TurnScript[], between?: (session: SessionFixture) => Promise<void>) {
    const session = await SessionFixture.create(...scripts);
    for (const [index] of scripts.entries()) {
        const parked = session.page.all('parked').length > session.page.all('unparked').length;
        await (parked && between ? between(session) : session.page.say(`say ${index + 1}`, `message-${index + 1}`));
        await session.page.next('turn-ended', index);
    }
    const events = await session.stored();
    return { events, folder: session.context.info.folder };
}

/** `node record-fates-main.js <folder>` writes `<fate>.events.json` of each. */
async function main(target: string): Promise<void> {
    for (const [name, play] of Object.entries(FATES)) {
        const { events, folder } = await play();
        const lines = withStableNames(events, folder).map(event => JSON.stringify(event));
        await writeFile(join(target, `${name}.events.json`), `[\n${lines.join(',\n')}\n]\n`);
    }
}

void main(process.argv[2]);
