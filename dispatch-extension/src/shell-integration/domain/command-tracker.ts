import { CommandRecord } from '../common/shell-integration-protocol';
import { ShellMark } from './shell-mark';

/** A command has started or ended, or the shell has gone elsewhere. */
export type TrackedChange = { readonly command: CommandRecord } | { readonly folder: string };

/** What the tracker cannot know from marks alone. */
export interface TrackerWorld {
    now(): number;
    /** What is typed between two positions, as a line with its blanks in front. Called when a command starts. */
    typedLine(from: number, to: number): string;
}

/** A shell, or one inside of what it runs: another machine's over ssh, say. */
interface Level {
    promptAt?: number;
    inputAt?: number;
    running?: CommandRecord;
}

/** Marks without our nonce start at most this many commands a second: any output can contain them. */
const MAX_UNVERIFIED_PER_SECOND = 20;

/**
 * Makes commands of the marks of a shell.
 *
 * A shell that knows our nonce is believed; what claims to be one without it is a shell inside of its command, and
 * cannot end that command or say its line. Where no shell ever shows the nonce, all marks count.
 */
export class CommandTracker {
    private outer: Level = {};
    private inner: Level = {};
    private line?: { line: string; repeated: boolean };
    private verified = false;
    private folder?: string;
    private second = { startedAtMs: 0, commands: 0 };

    /** `last`: the number of the last command that is recorded already. */
    constructor(
        private readonly world: TrackerWorld,
        private last = 0
    ) {}

    get currentFolder(): string | undefined {
        return this.folder;
    }

    /** Where the next commands may turn out to begin: positions of prompts that stand there now. */
    get pending(): number[] {
        return [this.outer, this.inner].flatMap(({ inputAt, promptAt }) => inputAt ?? promptAt ?? []);
    }

    /** What a mark changes, in order. */
    feed(mark: ShellMark): TrackedChange[] {
        switch (mark.kind) {
            case 'prompt':
                return this.prompt(mark.at);
            case 'input':
                this.level.inputAt = mark.at;
                return [];
            case 'line':
                this.line = mark;
                return [];
            case 'run':
                return this.run(mark.at, mark.verified);
            case 'done':
                return this.done(mark.at, mark.verified, mark.exitCode);
            case 'folder':
                return this.moveTo(mark.folder);
        }
    }

    /** The terminal has ended at this position: so has what ran in it. */
    close(at: number): TrackedChange[] {
        return [...this.end(this.inner, at), ...this.end(this.outer, at)];
    }

    /** The level that a mark without a nonce speaks of. */
    private get level(): Level {
        return this.verified && this.outer.running ? this.inner : this.outer;
    }

    private prompt(at: number): TrackedChange[] {
        const { level } = this;
        const ended = this.end(level, at);
        level.promptAt = at;
        level.inputAt = undefined;
        return ended;
    }

    private run(at: number, verified: boolean): TrackedChange[] {
        if (verified) {
            const { promptAt, inputAt } = this.outer;
            const ended = this.close(at);
            this.verified = true;
            this.inner = {};
            this.outer = { promptAt, inputAt };
            return [...ended, ...this.start(this.outer, at, this.line)];
        }
        const { level } = this;
        const isPrompted = level.promptAt !== undefined || level.inputAt !== undefined;
        const believed = this.verified ? level === this.inner && isPrompted : true;
        if (!believed || !this.mayStart()) {
            return [];
        }
        const { promptAt, inputAt } = level;
        const ended = this.end(level, at);
        return [...ended, ...this.start(Object.assign(level, { promptAt, inputAt }), at)];
    }

    private done(at: number, verified: boolean, exitCode: number | undefined): TrackedChange[] {
        if (!verified) {
            return this.verified && this.level === this.outer ? [] : this.end(this.level, at, exitCode);
        }
        const ended = [...this.end(this.inner, at), ...this.end(this.outer, at, exitCode)];
        this.verified = true;
        this.inner = {};
        this.outer = {};
        return ended;
    }

    private moveTo(folder: string): TrackedChange[] {
        if (folder === this.folder || folder.length > 4_096 || (this.verified && this.outer.running)) {
            return [];
        }
        this.folder = folder;
        return [{ folder }];
    }

    private start(level: Level, at: number, said?: { line: string; repeated: boolean }): TrackedChange[] {
        const inputAt = level.inputAt ?? level.promptAt ?? at;
        const command: CommandRecord = {
            n: ++this.last,
            line: (said ? this.lineOf(said, inputAt, at) : this.typed(inputAt, at).trim()).slice(0, 32_768),
            trusted: said !== undefined,
            folder: level === this.outer ? this.folder : undefined,
            inputAt,
            outputAt: at,
            startedAtMs: this.world.now()
        };
        this.line = undefined;
        level.running = command;
        return [{ command }];
    }

    /** A line that is not in the history is the one before, unless it was typed with a blank in front, to be kept out. */
    private lineOf({ line, repeated }: { line: string; repeated: boolean }, inputAt: number, at: number): string {
        return repeated && this.typed(inputAt, at).startsWith(' ') ? '' : line;
    }

    private typed(from: number, to: number): string {
        return this.world.typedLine(from, to);
    }

    private end(level: Level, at: number, exitCode?: number): TrackedChange[] {
        const { running } = level;
        level.promptAt = undefined;
        level.inputAt = undefined;
        level.running = undefined;
        return running ? [{ command: { ...running, endAt: at, endedAtMs: this.world.now(), exitCode } }] : [];
    }

    private mayStart(): boolean {
        const now = this.world.now();
        if (Math.abs(now - this.second.startedAtMs) >= 1_000) {
            this.second = { startedAtMs: now, commands: 0 };
        }
        return ++this.second.commands <= MAX_UNVERIFIED_PER_SECOND;
    }
}
