import { createHash } from 'node:crypto';
import { COUNTED_LINE_BYTES, countedLine } from 'dispatch-extension/lib/drill/domain/counted-output';
import { SessionClient } from 'dispatch-extension/lib/drill/host/session-client';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { ExitInfo } from 'dispatch-extension/lib/session/common/stream-frames';
import { Attachment } from 'dispatch-extension/lib/session/domain/viewer-attachment';

/** A viewer that keeps nothing but the hash and the count of every byte that it was sent, from the first one on. */
export class Recorder {
    bytes = 0;
    pictures = 0;
    gapBytes = 0;
    exit: ExitInfo | undefined;
    refused: Error | undefined;
    /** When each piece came, in ms of `performance.now()`; the last one. */
    heardAtMs = 0;
    readonly attachment: Attachment;
    private readonly hash = createHash('sha256');

    constructor(
        readonly client: SessionClient,
        readonly session: SessionInfo,
        windowBytes = 4 * 1024 * 1024
    ) {
        this.attachment = client.attach(
            session.id,
            {
                snapshot: at => {
                    this.pictures++;
                    this.attachment.acknowledge(at);
                },
                data: (offset, bytes) => {
                    this.hash.update(bytes);
                    this.bytes += bytes.length;
                    this.heardAtMs = performance.now();
                    this.attachment.acknowledge(offset + bytes.length);
                },
                gap: (from, to) => (this.gapBytes += to - from),
                exited: exit => (this.exit = exit),
                refused: error => (this.refused = error)
            },
            { window: windowBytes, from: 0 }
        );
    }

    /** To be asked once. */
    sha256(): string {
        return this.hash.digest('hex');
    }
}

/** The hash of what a terminal shows of `lines` counted lines. */
export function sha256OfCounted(mark: string, lines: number): string {
    const hash = createHash('sha256');
    for (let number = 1; number <= lines; number++) {
        hash.update(`${countedLine(mark, number)}\r\n`);
    }
    return hash.digest('hex');
}

/** How many counted lines make up so many bytes. */
export function linesOf(bytes: number): number {
    return Math.ceil(bytes / COUNTED_LINE_BYTES);
}
