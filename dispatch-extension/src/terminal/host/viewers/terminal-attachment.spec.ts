import { expect } from 'chai';
import { AttachRequest } from '../../../session/common/stream-frames';
import { InputSequence } from '../../../session/domain/input-sequence';
import { StreamViewer } from '../../../session/host/session-kind';
import { newViewerId } from '../../../session/testing/test-page';
import { AttachedOutput, AttachedTerminal, TerminalAttachment } from './terminal-attachment';

const KIB = 1024;

describe('an attachment to a terminal', () => {
    let output: { end: number };
    /** What is in the output, from its beginning on; nothing but zeros follow. */
    let begin: Buffer;
    let sent: (string | number)[];
    let brief: boolean[];
    let whileTaken: () => void;
    let attachment: TerminalAttachment;

    function attach(request: Partial<AttachRequest> = {}): TerminalAttachment {
        const source: AttachedOutput = {
            start: 0,
            get end() {
                return output.end;
            },
            exit: undefined,
            grid: undefined,
            read: (from, budget) => {
                const bytes = Buffer.alloc(Math.min(budget, output.end - from));
                begin.subarray(from).copy(bytes);
                return { units: bytes.length, bytes };
            },
            snapshot: async isBrief => {
                brief.push(isBrief);
                whileTaken();
                return { at: output.end, meta: {}, bytes: new Uint8Array(1) };
            }
        };
        const viewer: Partial<StreamViewer> = {
            attached: () => undefined,
            snapshot: at => sent.push('picture', at),
            data: (offset, bytes) => sent.push('bytes', offset, bytes.length),
            inputApplied: () => undefined
        };
        const terminal: Partial<AttachedTerminal> = {
            isDriver: () => false,
            input: () => undefined,
            detached: () => undefined
        };
        attachment = new TerminalAttachment(
            terminal as AttachedTerminal,
            source,
            viewer as StreamViewer,
            { viewerId: newViewerId(), window: 16 * KIB, from: 0, ...request } as AttachRequest,
            new InputSequence()
        );
        attachment.start();
        return attachment;
    }

    const somethingSent = async (): Promise<void> => {
        while (sent.length === 0) {
            await new Promise(resolve => setTimeout(resolve, 1));
        }
    };

    function grow(toKib: number): void {
        output.end = toKib * KIB;
        attachment.wake();
    }

    beforeEach(() => {
        output = { end: 0 };
        begin = Buffer.alloc(0);
        sent = [];
        brief = [];
        whileTaken = () => undefined;
    });

    afterEach(() => attachment.detach());

    it('sends what is not much at once', async () => {
        attach();
        grow(10);
        await new Promise(setImmediate);
        expect(sent.slice(0, 2)).to.deep.equal(['bytes', 0]);
    });

    it('sends nothing of the beginning of a flood', async () => {
        attach();
        grow(64);
        grow(1_000);
        await somethingSent();
        expect(sent).to.deep.equal(['picture', 1_000 * KIB]);
    });

    it('sends nothing of it either when the viewer has processed something meanwhile', async () => {
        attach();
        grow(1);
        await new Promise(setImmediate);
        sent = [];
        grow(65);
        attachment.acknowledge(KIB);
        await new Promise(setImmediate);
        grow(1_000);
        await somethingSent();
        expect(sent).to.deep.equal(['picture', 1_000 * KIB]);
    });

    it('sends what the viewer can take at once, which may be an image', async () => {
        attach({ window: 192 * KIB });
        grow(440);
        await somethingSent();
        expect(sent).to.deep.equal(['bytes', 0, 192 * KIB]);
    });

    it('sends an image whole, however far behind that puts the viewer, and no picture of the screen after it', async () => {
        begin = Buffer.from(`\x1bPq${'~'.repeat(3_000 * KIB)}\x1b\\`);
        attach({ window: 192 * KIB });
        output.end = begin.length;
        attachment.wake();
        for (let acknowledged = 0; acknowledged < begin.length;) {
            await somethingSent();
            expect(sent.splice(0, 2)).to.deep.equal(['bytes', acknowledged]);
            acknowledged += sent.shift() as number;
            attachment.acknowledge(acknowledged);
        }
        grow(3_010);
        await somethingSent();
        expect(sent.slice(0, 2)).to.deep.equal(['bytes', begin.length]);
    });

    it('sends an image that comes while a snapshot is made in place of text', async () => {
        begin = Buffer.concat([Buffer.alloc(600 * KIB, 'x'), Buffer.from(`\x1bPq${'~'.repeat(50 * KIB)}\x1b\\`)]);
        attach({ window: 192 * KIB });
        whileTaken = () => (output.end = begin.length);
        grow(600);
        await somethingSent();
        expect(sent).to.deep.equal(['bytes', 0, 192 * KIB]);
    });

    it('leaves images out for who has interrupted the program', async () => {
        begin = Buffer.from(`\x1bPq${'~'.repeat(3_000 * KIB)}\x1b\\`);
        attach({ window: 192 * KIB });
        output.end = begin.length;
        attachment.input(1, Buffer.from('\x03'));
        attachment.wake();
        await somethingSent();
        expect(sent).to.deep.equal(['picture', begin.length]);
    });

    it('leaves out an image of which too much follows', async () => {
        begin = Buffer.from(`\x1bPq${'~'.repeat(300 * KIB)}\x1b\\`);
        attach();
        grow(9_000);
        await somethingSent();
        expect(sent).to.deep.equal(['picture', 9_000 * KIB]);
    });

    it('gives who has all of the output a brief picture of what floods then', async () => {
        output.end = 10 * KIB;
        attach({ from: 10 * KIB });
        await new Promise(setImmediate);
        grow(1_000);
        await somethingSent();
        expect([sent, brief]).to.deep.equal([['picture', 1_000 * KIB], [true]]);
    });

    it('sends much that no flood follows', async () => {
        attach();
        grow(64);
        await somethingSent();
        expect(sent.slice(0, 2)).to.deep.equal(['bytes', 0]);
    });

    it('sends an observer every byte at once', async () => {
        attach({ observer: true });
        grow(1_000);
        await new Promise(setImmediate);
        expect(sent.slice(0, 2)).to.deep.equal(['bytes', 0]);
    });

    it('sends nothing to a viewer that has left meanwhile', async () => {
        attach();
        grow(64);
        attachment.detach();
        await new Promise(resolve => setTimeout(resolve, 30));
        expect(sent).to.deep.equal([]);
    });
});
