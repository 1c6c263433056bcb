import * as fs from 'node:fs/promises';
import { basename, dirname, isAbsolute } from 'node:path';
import { DispatchError } from '../../kernel/common/errors';
import { LeftoverSweep } from '../../kernel/host/leftover-sweep';
import { ExitInfo, Grid } from '../../session/common/stream-frames';
import { SessionContext } from '../../session/host/session-kind';
import { TerminalErrors } from '../common/terminal-errors';
import { InstalledShell, TerminalAppearance, TerminalDetail, TerminalOptions } from '../common/terminal-protocol';
import { dividingLine } from '../domain/dividing-line';
import { PtyProcess, StartPty } from './pty/pty-process';
import { IdleTerminals } from './idle-terminals';
import { findShell, SESSION_ID_VARIABLE, shellEnvironment } from './shell-environment';
import { installedShells } from './installed-shells';
import { ProgramStart, TerminalHostFeature } from './terminal-feature';
import { TerminalOutputs } from './terminal-outputs';
import { TerminalSession } from './terminal-session';

/** The title of a terminal that nobody named, until its shell is found and lends its name. */
export const UNTITLED_TERMINAL = 'Terminal';

/** With nothing but these a program is taken for a shell that people type to. */
const SHELL_ARGUMENTS = new Set(['-i', '-l']);
const DEFAULT_GRID: Grid = { columns: 80, rows: 24 };

/** Opens terminals, and those that an earlier session host has left. */
export class TerminalManager {
    private readonly idle = new IdleTerminals();
    private readonly leftovers = new LeftoverSweep();

    /** `environment`: the person's, as this process has it. */
    constructor(
        private readonly startPty: StartPty,
        private readonly environment: NodeJS.ProcessEnv,
        private readonly features: readonly TerminalHostFeature[] = [],
        private readonly outputs = new TerminalOutputs()
    ) {}

    /** Fails with `terminal.folder-missing`, `terminal.shell-missing` or `terminal.start-failed`. */
    async start(context: SessionContext, options: TerminalOptions): Promise<TerminalSession> {
        const { folder } = context.info;
        await context.keepStart(toStartAgain(options));
        await checkFolder(folder);
        const start = await this.planStart(context, options);
        const grid = options.grid ?? DEFAULT_GRID;
        const output = this.outputs.open(context);
        const session = new TerminalSession(
            context,
            output,
            start,
            this.features,
            again => this.startAgain(again, context),
            this.idle
        );
        try {
            const process = session.run(grid, options.preface ?? '', listener =>
                this.startPty({ ...start, folder, grid }, listener)
            );
            this.report(context, process, start.file, options.appearance);
            return session;
        } catch (cause) {
            await session.dispose();
            throw startFailed(cause);
        }
    }

    /** A terminal that has ended with an earlier session host, to be read, and to be started again. */
    async reopen(context: SessionContext): Promise<TerminalSession> {
        const { detail, reason = 'ended', changedAtMs } = context.info;
        const { shell = '', exitCode, signal, pid } = TerminalDetail.parse(detail);
        const leftovers = pid === undefined ? undefined : this.endLeftovers(context, pid);
        const exit: ExitInfo = { exitCode, signal, reason, atMs: changedAtMs };
        const output = this.outputs.open(context, exit);
        const startAgain = async (session: TerminalSession): Promise<void> => {
            await leftovers;
            await this.startAgain(session, context);
        };
        return new TerminalSession(context, output, { file: shell, args: [] }, this.features, startAgain, this.idle);
    }

    /** With what it was started with, where its shell was last, or in the nearest folder above that is still there. */
    private async startAgain(session: TerminalSession, context: SessionContext): Promise<void> {
        const kept = TerminalOptions.safeParse(await context.recallStart());
        const options = kept.success ? kept.data : {};
        const wanted = this.folderToStartIn(context, options);
        const used = await nearestFolder(wanted);
        const start = await this.planStart(context, options);
        const line = dividingLine({ atMs: context.now(), elsewhere: used === wanted ? undefined : { wanted, used } });
        try {
            const process = await session.runAgain(start, line, (listener, grid = DEFAULT_GRID) =>
                this.startPty({ ...start, folder: used, grid }, listener)
            );
            context.update({ detail: { exitCode: undefined, signal: undefined } });
            this.report(context, process, start.file);
        } catch (cause) {
            throw startFailed(cause);
        }
    }

    /** A program with arguments of its own counts on the folder that it was given; a shell goes on where it was. */
    private folderToStartIn(context: SessionContext, { args = [] }: TerminalOptions): string {
        const last = args.every(arg => SHELL_ARGUMENTS.has(arg))
            ? this.features.map(feature => feature.lastFolder?.(context))
            : [];
        return last.find(folder => folder !== undefined && isAbsolute(folder)) ?? context.info.folder;
    }

    private async planStart(context: SessionContext, options: TerminalOptions): Promise<ProgramStart> {
        const env = shellEnvironment(this.environment, context.info.id, options.env);
        const file = await findShell(options.shell, env);
        return this.prepare({ file, args: options.args ?? [], env }, context, options);
    }

    /** The shells that a person can choose from. */
    async listShells(): Promise<{ shells: InstalledShell[]; defaultShell?: string }> {
        const env = shellEnvironment(this.environment, '');
        const [shells, defaultShell] = await Promise.all([
            installedShells(env['PATH']),
            findShell(undefined, env).catch(() => undefined)
        ]);
        return { shells, defaultShell };
    }

    private async prepare(
        start: ProgramStart,
        context: SessionContext,
        { features = {} }: TerminalOptions
    ): Promise<ProgramStart> {
        let prepared = start;
        for (const feature of this.features) {
            prepared = (await feature.prepareStart?.(prepared, context, features)) ?? prepared;
        }
        return prepared;
    }

    /** What ignored the end of its terminal when the session host was killed would run on, seen by nobody. */
    private endLeftovers(context: SessionContext, pid: number): Promise<void> {
        return this.leftovers
            .end(pid, `${SESSION_ID_VARIABLE}=${context.info.id}`)
            .then(() => context.update({ detail: { pid: undefined } }))
            .catch(error => context.log.error('terminal.leftovers-not-ended', { error }));
    }

    private report(
        context: SessionContext,
        process: PtyProcess,
        file: string,
        appearance: TerminalAppearance = {}
    ): void {
        const { title } = context.info;
        context.log.info('terminal.started', { shellPid: process.pid });
        if (process.mistold !== undefined) {
            context.log.warn('terminal.start-mistold', { told: process.mistold });
        }
        const shown = title === UNTITLED_TERMINAL ? basename(file) : title;
        context.update({ title: shown, detail: { shell: file, pid: process.pid, ...appearance } });
    }
}

/** What is needed for that; neither its size nor the words before its first output. */
function toStartAgain({ shell, args, env, features }: TerminalOptions): TerminalOptions {
    return { shell, args, env, features };
}

function startFailed(cause: unknown): DispatchError {
    return TerminalErrors.startFailed({ why: cause instanceof Error ? cause.message : String(cause) }, cause);
}

/** `folder`, or the nearest one above it that is there. */
async function nearestFolder(folder: string): Promise<string> {
    for (let candidate = folder; ; candidate = dirname(candidate)) {
        const found = await fs.stat(candidate).catch(() => undefined);
        if (found?.isDirectory() || candidate === dirname(candidate)) {
            return candidate;
        }
    }
}

async function checkFolder(folder: string): Promise<void> {
    const found = await fs.stat(folder).catch(() => undefined);
    if (!found?.isDirectory()) {
        throw TerminalErrors.folderMissing({ folder });
    }
}
