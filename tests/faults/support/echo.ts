import { SessionClient } from 'dispatch-extension/lib/drill/host/session-client';
import { Attachment } from 'dispatch-extension/lib/session/domain/viewer-attachment';
import { until } from '../../harness/installation';

/** A terminal that gives back what is typed, and the time that this takes. */
export class EchoTerminal {
    private shown = '';
    private readonly attachment: Attachment;
    private readonly decoder = new TextDecoder();

    private constructor(
        readonly client: SessionClient,
        readonly sessionId: Attachment['sessionId']
    ) {
        this.attachment = client.attach(
            sessionId,
            {
                snapshot: at => this.attachment.acknowledge(at),
                data: (offset, bytes) => {
                    this.shown += this.decoder.decode(bytes, { stream: true });
                    this.attachment.acknowledge(offset + bytes.length);
                },
                gap: () => undefined,
                exited: () => undefined,
                refused: () => undefined
            },
            { window: 1024 * 1024, from: 0 }
        );
    }

    static async start(client: SessionClient): Promise<EchoTerminal> {
        const session = await client.startTerminal(['/bin/sh', '-c', 'stty raw -echo; printf ready; exec cat']);
        const terminal = new EchoTerminal(client, session.id);
        await until('the echo is ready', () => terminal.shown.includes('ready'));
        return terminal;
    }

    /** Types `times` keys, one after the other; the time until each came back, in ms. */
    async measure(times: number): Promise<number[]> {
        const encoder = new TextEncoder();
        const taken: number[] = [];
        for (let time = 0; time < times; time++) {
            const before = this.shown.length;
            const startedAtMs = performance.now();
            this.attachment.send(encoder.encode(String.fromCharCode(97 + (time % 26))));
            while (this.shown.length === before) {
                if (performance.now() - startedAtMs > 60_000) {
                    throw new Error('no echo within 60 s');
                }
                await new Promise(resolve => setImmediate(resolve));
            }
            taken.push(performance.now() - startedAtMs);
            await new Promise(resolve => setTimeout(resolve, 10));
        }
        return taken;
    }
}
