import { nls } from '@theia/core/lib/common/nls';
import { CommandRecord } from '../../common/shell-integration-protocol';

export type CommandMood = 'running' | 'succeeded' | 'failed' | 'unknown';

type Ended = Pick<CommandRecord, 'exitCode' | 'endedAtMs'> & Partial<Pick<CommandRecord, 'endAt'>>;

/** One that has ended with its session host has a place of its end, and no time. */
export function moodOfCommand({ exitCode, endedAtMs, endAt }: Ended): CommandMood {
    if (endedAtMs === undefined && endAt === undefined) {
        return 'running';
    }
    if (exitCode === undefined) {
        return 'unknown';
    }
    return exitCode === 0 ? 'succeeded' : 'failed';
}

/** A span of time for people: "0.3 s", "12 s", "2 min 5 s", "3 h 4 min". */
export function spanInWords(spanMs: number): string {
    const seconds = Math.max(0, spanMs) / 1_000;
    if (seconds < 10) {
        return `${Number(seconds.toFixed(1))} s`;
    }
    const whole = Math.round(seconds);
    if (whole < 60) {
        return `${whole} s`;
    }
    const minutes = Math.floor(whole / 60);
    return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How it went: "failed (1)". */
export function statusInWords(command: Ended): string {
    switch (moodOfCommand(command)) {
        case 'running':
            return nls.localize('dispatch/shell/running', 'running');
        case 'succeeded':
            return nls.localize('dispatch/shell/succeeded', 'succeeded');
        case 'failed':
            return nls.localize('dispatch/shell/failed', 'failed ({0})', command.exitCode ?? '');
        case 'unknown':
            return nls.localize('dispatch/shell/unknown', 'ended');
    }
}

/** The first line of a command, for a place with little room. */
export function shortLine({ line }: Pick<CommandRecord, 'line'>, characters = 80): string {
    const [first = ''] = line.split('\n');
    if (first === '') {
        return nls.localize('dispatch/shell/noLine', 'A command');
    }
    return first.length > characters || first !== line ? `${first.slice(0, characters)}…` : first;
}

/** The lines of a mark's tooltip: command, status and duration, time and folder. */
export function commandInWords(command: CommandRecord): string {
    const { startedAtMs, endedAtMs, folder } = command;
    const took = endedAtMs === undefined ? [] : [spanInWords(endedAtMs - startedAtMs)];
    const lines = [
        shortLine(command, 200),
        [statusInWords(command), ...took].join(' · '),
        [new Date(startedAtMs).toLocaleString(), ...(folder ? [folder] : [])].join(' · ')
    ];
    return lines.join('\n');
}
