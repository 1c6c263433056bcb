import * as fs from 'node:fs/promises';
import { basename } from 'node:path';
import { endLeftovers } from '../../kernel/host/process-tree';
import { ExitInfo, Grid } from '../../session/common/stream-frames';
import { SessionContext } from '../../session/host/session-kind';
import { TerminalErrors } from '../common/terminal-errors';
import { TerminalDetail, TerminalOptions } from '../common/terminal-protocol';
import { PtyProcess, StartPty } from './pty/pty-process';
import { findShell, SESSION_ID_VARIABLE, shellEnvironment } from './shell-environment';
import { ProgramStart, TerminalHostFeature } from './terminal-feature';
import { TerminalOutput } from './terminal-output';
import { TerminalSession } from './terminal-session';
import { TerminalStorage } from './log/terminal-storage';

/** The title of a terminal that nobody named, until its shell is found and lends its name. */
export const UNTITLED_TERMINAL = 'Terminal';

const DEFAULT_GRID: Grid = { columns: 80, rows: 24 };

/** Opens terminals, and those that an earlier session host has left. */
export class TerminalManager {
    /** `environment`: the person's, as this process has it. */
    constructor(
        private readonly startPty: StartPty,
        private readonly environment: NodeJS.ProcessEnv,
        private readonly features: readonly TerminalHostFeature[] = []
    ) {}

    /** Fails with `terminal.folder-missing`, `terminal.shell-missing` or `terminal.start-failed`. */
    async start(context: SessionContext, options: TerminalOptions): Promise<TerminalSession> {
        const { id, folder, title } = context.info;
        const personal = shellEnvironment(this.environment, id, options.env);
        await checkFolder(folder);
        const shell = await findShell(options.shell, personal);
        const { file, args, env } = await this.prepare(
            { file: shell, args: options.args ?? [], env: personal },
            context,
            options
        );
        const grid = options.grid ?? DEFAULT_GRID;
        const output = new TerminalOutput(new TerminalStorage(context.storageFolder, context.log));
        const session = new TerminalSession(context, output, { file, args }, this.features);
        try {
            const process = session.run(grid, options.preface ?? '', listener =>
                this.startPty({ file, args, folder, env, grid }, listener)
            );
            this.report(context, process, file, title);
            return session;
        } catch (cause) {
            await session.dispose();
            throw TerminalErrors.startFailed({ why: cause instanceof Error ? cause.message : String(cause) }, cause);
        }
    }

    /** A terminal that has ended with an earlier session host, to be read. */
    async reopen(context: SessionContext): Promise<TerminalSession> {
        const { detail, reason = 'ended', changedAtMs } = context.info;
        const { shell = '', exitCode, signal, pid } = TerminalDetail.parse(detail);
        if (pid !== undefined) {
            this.endLeftovers(context, pid);
        }
        const exit: ExitInfo = { exitCode, signal, reason, atMs: changedAtMs };
        const output = new TerminalOutput(new TerminalStorage(context.storageFolder, context.log), exit);
        return new TerminalSession(context, output, { file: shell, args: [] }, this.features);
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
    private endLeftovers(context: SessionContext, pid: number): void {
        endLeftovers(pid, `${SESSION_ID_VARIABLE}=${context.info.id}`)
            .then(() => context.update({ detail: { pid: undefined } }))
            .catch(error => context.log.error('terminal.leftovers-not-ended', { error }));
    }

    private report(context: SessionContext, process: PtyProcess, file: string, title: string): void {
        context.log.info('terminal.started', { shellPid: process.pid });
        const shown = title === UNTITLED_TERMINAL ? basename(file) : title;
        context.update({ title: shown, detail: { shell: file, pid: process.pid } });
    }
}

async function checkFolder(folder: string): Promise<void> {
    const found = await fs.stat(folder).catch(() => undefined);
    if (!found?.isDirectory()) {
        throw TerminalErrors.folderMissing({ folder });
    }
}
