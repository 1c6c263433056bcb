import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { AttachRequest, ExitInfo } from 'dispatch-extension/lib/session/common/stream-frames';
import { StreamPump } from 'dispatch-extension/lib/session/domain/stream-pump';
import { StreamChunk, StreamSource } from 'dispatch-extension/lib/session/domain/stream-source';
import { Attachment, StreamViewer } from 'dispatch-extension/lib/session/host/session-kind';
import { EventRecorder } from './event-recorder';

const encoder = new TextEncoder();

/** The log of one session as pages watch it: only what is on the disk, each event once, in order. Never trimmed. */
export class ClaudeEventStream implements StreamSource {
    readonly start = 0;
    exit: ExitInfo | undefined;
    private readonly pumps = new Set<StreamPump>();

    constructor(
        private readonly recorder: EventRecorder,
        private readonly log: StructuredLog
    ) {
        recorder.observe({ recorded: () => this.wake() });
    }

    get end(): number {
        return this.recorder.durablePosition;
    }

    async read(from: number, budget: number): Promise<StreamChunk> {
        const { count, json } = await this.recorder.readPage(from, budget);
        return { units: count, bytes: encoder.encode(json) };
    }

    /** Begins to send. Nothing is typed into this stream, and it has no size. */
    attach(viewer: StreamViewer, request: AttachRequest): Attachment {
        const pump = new StreamPump(this, viewer, {
            window: request.window,
            from: request.from,
            onError: error => {
                this.log.error('claude.stream-failed', { error });
                viewer.failed(error);
            }
        });
        this.pumps.add(pump);
        viewer.attached({ appliedInputSeq: 0, start: this.start, end: this.end });
        pump.start();
        return {
            acknowledge: offset => pump.acknowledge(offset),
            input: () => undefined,
            resize: () => undefined,
            detach: () => {
                this.pumps.delete(pump);
                pump.dispose();
            }
        };
    }

    /** Nothing is recorded after this; every viewer is told when it has seen all. */
    close(exit: ExitInfo): void {
        this.exit ??= exit;
        this.wake();
    }

    private wake(): void {
        for (const pump of this.pumps) {
            pump.wake();
        }
    }
}
