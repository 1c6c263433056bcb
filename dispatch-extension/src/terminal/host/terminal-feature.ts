import { RpcContract, RpcService } from '../../kernel/common/rpc-contract';
import { StructuredLog } from '../../kernel/host/structured-log';
import { GapReason } from '../../session/common/stream-frames';
import { SessionContext } from '../../session/host/session-kind';
import { GridHistory } from '../domain/grid-history';
import { OutputTimes } from '../domain/output-times';
import { OutputAnchors } from '../domain/output-anchors';
import { UnwrittenTail } from './screen/recorded-output';
import { MirrorSource } from './screen/mirror-source';

/** How the program of a terminal is about to be started. */
export interface ProgramStart {
    /** Absolute path. */
    readonly file: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
}

/** What is retained of the output of a terminal, by position in bytes. */
export interface RecordedBytes extends MirrorSource {
    /** The folder of its files, for a thread that reads them itself; see `RecordedOutput`. */
    readonly folder: string;
    /** What the disk did not take. */
    readonly unwritten: UnwrittenTail | undefined;
    /** Why there is nothing at `position`. */
    whyMissing(position: number): GapReason;
}

/** A terminal, as a feature sees it. Everything here stays true as long as the terminal is there, also after its end. */
export interface FeaturedTerminal {
    readonly context: SessionContext;
    readonly log: StructuredLog;
    readonly bytes: RecordedBytes;
    /** From which position on the terminal had which size. */
    readonly grids: GridHistory;
    /** When the output came. */
    readonly times: OutputTimes;
    /** The leader of its processes; `undefined` before the start and after the end. */
    readonly pid: number | undefined;
    /** Types into it, as a person does. Throws `session.input-refused` when the program reads nothing; after the end it goes nowhere. */
    write(bytes: Uint8Array): void;
    /** Adds words to the output that are none of the program; for those who watch. */
    say(words: string): void;
}

/** What a feature has for one terminal. None of these may throw, but an answer to a request. */
export interface TerminalPart {
    /** Output has been recorded at position `at`. Called on the way of every byte: at most a glance. What is kept of `bytes` is to be copied. */
    onOutput?(bytes: Uint8Array, at: number): void;
    /** The program has ended and all its output was seen. `reason`: why, for people. */
    onExit?(reason: string): void;
    /** Places in the output whose lines new viewers are told, see {@link OutputAnchors}. */
    readonly anchors?: OutputAnchors;
    /** Answers `callSession` for the requests of one more contract, see {@link answers}. */
    readonly answers?: TerminalAnswers;
    /** Called once, when the terminal is let go of. */
    dispose?(): void | Promise<void>;
}

/** A contract and who answers it. */
export interface TerminalAnswers {
    readonly contract: RpcContract;
    readonly service: RpcService<RpcContract>;
}

/** Pairs a contract with its service, so that the types of both are checked against each other. */
export function answers<C extends RpcContract>(contract: C, service: RpcService<C>): TerminalAnswers {
    return { contract, service };
}

/** What another feature adds to every terminal. Contributed where the session host is composed. */
export interface TerminalHostFeature {
    /**
     * Changes how a program is started. A throw refuses the start. In the order of contribution.
     * `told`: what the opener has told to features, by their names; not checked yet.
     */
    prepareStart?(
        start: ProgramStart,
        context: SessionContext,
        told: Readonly<Record<string, unknown>>
    ): Promise<ProgramStart>;
    /** The folder where the shell of a terminal was last, where that was told. There it is started again. */
    lastFolder?(context: SessionContext): string | undefined;
    /** Called for each terminal, new or of an earlier session host. `undefined` where there is nothing to do. */
    joinTerminal?(terminal: FeaturedTerminal): TerminalPart | undefined;
}
