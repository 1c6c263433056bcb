import { z } from 'zod';
import { StateDatabase } from '../../storage/host/state-database';
import { ExitInfo } from '../common/stream-frames';
import { InputSequences } from '../domain/input-sequence';
import { StreamPump } from '../domain/stream-pump';
import { StreamSource } from '../domain/stream-source';
import { LiveSession, SessionContext, SessionKind } from '../host/session-kind';

const EchoOptions = z.object({ fail: z.boolean().optional() });

/** The smallest kind: a session gives back what is typed into it. */
export class EchoKind implements SessionKind<z.infer<typeof EchoOptions>> {
    readonly name = 'echo';
    readonly defaultTitle = 'Echo';
    readonly options = EchoOptions;
    readonly reopened: string[] = [];
    running = 0;
    /** What the start of a session waits for. */
    starting: Promise<void> = Promise.resolve();
    /** What a start that fails leaves. */
    forgetsFailedStarts = false;
    readonly forgotten: string[] = [];
    /** What forgetting a session waits for. */
    forgetting: Promise<void> = Promise.resolve();
    /** What the disposal of a session waits for. */
    disposal: Promise<void> = Promise.resolve();
    readonly migrations = {
        '0001-echo': async (db: Parameters<NonNullable<SessionKind['migrations']>[string]>[0]) => {
            await db.schema.createTable('echo_session').addColumn('id', 'text').execute();
        }
    };

    constructor(private readonly database: StateDatabase) {}

    async start(context: SessionContext, options: z.infer<typeof EchoOptions>): Promise<LiveSession> {
        await this.starting;
        if (options.fail) {
            throw new Error('as it was told');
        }
        await this.database
            .tables<{ echo_session: { id: string } }>()
            .insertInto('echo_session')
            .values({ id: context.info.id })
            .execute();
        this.running++;
        return echoSession(
            context,
            () => this.running--,
            () => this.disposal
        );
    }

    async reopen(context: SessionContext): Promise<LiveSession> {
        this.reopened.push(context.info.id);
        return echoSession(
            context,
            () => undefined,
            () => this.disposal
        );
    }

    async forget(id: string): Promise<void> {
        this.forgotten.push(id);
        await this.forgetting;
    }

    async call(): Promise<object> {
        await new Promise(resolve => setTimeout(resolve, 100));
        return {};
    }
}

function echoSession(context: SessionContext, ended: () => void, dispose: () => Promise<void>): LiveSession {
    let text = Buffer.alloc(0);
    let exit: ExitInfo | undefined;
    const pumps = new Set<StreamPump>();
    const inputs = new InputSequences();
    const source: StreamSource = {
        start: 0,
        get end() {
            return text.length;
        },
        get exit() {
            return exit;
        },
        read: (from, budget) => ({
            units: Math.min(budget, text.length - from),
            bytes: text.subarray(from, from + budget)
        })
    };
    const wake = (): void => pumps.forEach(pump => pump.wake());
    return {
        attach: (viewer, { window, from, viewerId }) => {
            const sequence = inputs.of(viewerId);
            const pump = new StreamPump(source, viewer, { window, from, onError: error => viewer.failed(error) });
            pumps.add(pump);
            viewer.attached({ appliedInputSeq: sequence.applied, start: 0, end: text.length });
            pump.start();
            return {
                acknowledge: offset => pump.acknowledge(offset),
                input: (seq, bytes) => {
                    sequence.apply(seq, () => (text = Buffer.concat([text, bytes])));
                    wake();
                },
                resize: () => undefined,
                detach: () => {
                    pump.dispose();
                    pumps.delete(pump);
                }
            };
        },
        call: async () => context.update({ state: 'active' }),
        end: async reason => {
            exit = { reason, atMs: context.now() };
            wake();
            ended();
        },
        dispose
    };
}
