import { SessionInfo } from '../../session/common/session-protocol';
import { Attachment } from '../../session/domain/viewer-attachment';
import { StreamSink } from '../../session/domain/viewer-stream';
import { countedLine, CountedOutput } from '../domain/counted-output';
import { SessionClient } from './session-client';

const WINDOW_BYTES = 4 * 1024 * 1024;
/** A shell's loop that prints about 50 counted lines a second. `$1` is what follows the number. */
const SCRIPT = 'i=0; while :; do i=$((i+1)); printf "%010d%s\\n" "$i" "$1"; sleep 0.02; done';
const NUMBER_DIGITS = 10;

/** A terminal of the drill: a program that prints counted lines, and a viewer that counts them. */
export class ProbeTerminal {
    private readonly counted: CountedOutput;
    private snapshots = 0;
    private gapBytes = 0;
    private attachment?: Attachment;

    private constructor(
        private readonly client: SessionClient,
        readonly session: SessionInfo,
        mark: string
    ) {
        this.counted = new CountedOutput(mark);
    }

    /** Starts the program and watches it. */
    static async start(client: SessionClient, mark: string): Promise<ProbeTerminal> {
        const rest = countedLine(mark, 1).slice(NUMBER_DIGITS);
        const session = await client.startTerminal(['/bin/sh', '-c', SCRIPT, 'sh', rest]);
        const probe = new ProbeTerminal(client, session, mark);
        probe.watch();
        return probe;
    }

    get pid(): number | undefined {
        const { pid } = this.session.detail;
        return typeof pid === 'number' ? pid : undefined;
    }

    /** Lines that were seen, and what was lost or doubled of them. */
    get tally(): CountedOutput['tally'] {
        return this.counted.tally;
    }

    /** What the host said that it could not send, in bytes. Nothing of a drill's few lines is ever left out. */
    get leftOutBytes(): number {
        return this.gapBytes;
    }

    /** Pictures sent in place of lines, the first one excepted. */
    get replacedByPictures(): number {
        return Math.max(0, this.snapshots - 1);
    }

    /** Ends the program and removes what it left. */
    async remove(): Promise<void> {
        this.attachment?.dispose();
        await this.client.request('endSession', { sessionId: this.session.id }, true);
        await this.client.request('forgetSession', { sessionId: this.session.id }, true);
    }

    private watch(): void {
        const sink: StreamSink = {
            snapshot: (at, _meta, bytes) => {
                this.snapshots++;
                this.counted.take(bytes);
                this.attachment?.acknowledge(at);
            },
            data: (offset, bytes) => {
                this.counted.take(bytes);
                this.attachment?.acknowledge(offset + bytes.length);
            },
            gap: (from, to) => (this.gapBytes += to - from),
            exited: () => undefined,
            refused: () => undefined
        };
        this.attachment = this.client.attach(this.session.id, sink, { window: WINDOW_BYTES, from: 0, observer: true });
    }
}
