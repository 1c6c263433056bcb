import { createHash } from 'node:crypto';
import { COUNTED_LINE_BYTES, countedLine } from 'dispatch-extension/lib/drill/domain/counted-output';
import { SessionClient } from 'dispatch-extension/lib/drill/host/session-client';
import { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { ExitInfo } from 'dispatch-extension/lib/session/common/stream-frames';
import { Attachment } from 'dispatch-extension/lib/session/domain/viewer-attachment';

/**
 * Keeps nothing but the hash and the count of every byte that it was sent, from the first one on. It is an observer: a
 * page that is far behind would be given a picture in place of bytes.
 */
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
        { windowBytes = 4 * 1024 * 1024, observer = true } = {}
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
            { window: windowBytes, from: 0, observer }
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

/** Reads all that is retained of a session, and waits for its end where it has one. For small logs: it is kept in memory. */
export async function readAll(client: SessionClient, session: SessionInfo): Promise<Buffer> {
    const pieces: Buffer[] = [];
    return new Promise((resolve, reject) => {
        const attachment: Attachment = client.attach(
            session.id,
            {
                snapshot: at => attachment.acknowledge(at),
                data: (offset, bytes) => {
                    pieces.push(Buffer.from(bytes));
                    attachment.acknowledge(offset + bytes.length);
                },
                gap: (from, to) => reject(new Error(`a gap from ${from} to ${to}`)),
                exited: () => {
                    attachment.dispose();
                    resolve(Buffer.concat(pieces));
                },
                refused: reject
            },
            { window: 4 * 1024 * 1024, from: 0, observer: true }
        );
    });
}

/** How many whole counted lines `bytes` begins with; throws when anything else stands among them. */
export function wholeLines(mark: string, bytes: Buffer): number {
    const lines = Math.floor(bytes.length / COUNTED_LINE_BYTES);
    for (let number = 1; number <= lines; number++) {
        const at = (number - 1) * COUNTED_LINE_BYTES;
        const line = bytes.toString('latin1', at, at + COUNTED_LINE_BYTES);
        if (line !== `${countedLine(mark, number)}\r\n`) {
            throw new Error(`line ${number} of ${mark} is ${JSON.stringify(line)}`);
        }
    }
    return lines;
}

/** How many counted lines make up so many bytes. */
export function linesOf(bytes: number): number {
    return Math.ceil(bytes / COUNTED_LINE_BYTES);
}
