import type { MeteredSession, UsageRow } from 'dispatch-extension/lib/kernel/common/usage-contract';
import type { SignInUsageRow } from '../common/usage-protocol';

/** By what usage is told apart. */
export type UsageAxis = 'day' | 'model' | 'session' | 'folder';

/** What one day, model, session or folder used. */
export interface UsageSlice {
    key: string;
    label: string;
    calls: number;
    tokens: number;
    inputTokens: number;
    outputTokens: number;
    cacheReadTokens: number;
    cacheWriteTokens: number;
    costUsd: number;
    /** Calls of a model without a price: they are not in `costUsd`. */
    unpricedCalls: number;
    /** Calls of whose use nothing is known: they are in no sum. */
    unreportedCalls: number;
    /** Calls that said what they used and were cut off, or whose end is not known: they may have used more. */
    uncertainCalls: number;
}

/** Sums by one axis: days in their order and without gaps, everything else by what it cost, then by tokens. */
export function breakDown(
    rows: readonly UsageRow[],
    axis: UsageAxis,
    sessions: readonly MeteredSession[],
    days: readonly string[] = []
): UsageSlice[] {
    const known = new Map(sessions.map(session => [session.sessionId, session]));
    const slices = new Map<string, UsageSlice>(axis === 'day' ? days.map(day => [day, emptySlice(day, day)]) : []);
    for (const row of rows) {
        const { key, label } = placeOf(row, axis, known.get(row.sessionId));
        const slice = slices.get(key) ?? emptySlice(key, label);
        slices.set(key, slice);
        add(slice, row);
    }
    const all = [...slices.values()];
    return axis === 'day'
        ? all.sort((a, b) => (a.key < b.key ? -1 : 1))
        : all.sort((a, b) => b.costUsd - a.costUsd || b.tokens - a.tokens || (a.label < b.label ? -1 : 1));
}

/** What went by a sign-in, as rows that can be broken down: what no meter saw has no cost, and its turns are its calls. */
export function rowsBySignIn(rows: readonly SignInUsageRow[]): UsageRow[] {
    return rows.map(({ turns, cacheWriteTokens, ...row }) => ({
        ...row,
        person: '',
        calls: turns,
        cacheWrite5mTokens: cacheWriteTokens,
        cacheWrite1hTokens: 0,
        webSearches: 0,
        cutCalls: 0,
        unknownCalls: 0,
        unpricedCalls: 0,
        unreportedCalls: 0,
        costUsd: 0
    }));
}

/** Everything together. */
export function sumUp(slices: readonly UsageSlice[]): UsageSlice {
    const total = emptySlice('', '');
    for (const slice of slices) {
        total.calls += slice.calls;
        total.tokens += slice.tokens;
        total.inputTokens += slice.inputTokens;
        total.outputTokens += slice.outputTokens;
        total.cacheReadTokens += slice.cacheReadTokens;
        total.cacheWriteTokens += slice.cacheWriteTokens;
        total.costUsd += slice.costUsd;
        total.unpricedCalls += slice.unpricedCalls;
        total.unreportedCalls += slice.unreportedCalls;
        total.uncertainCalls += slice.uncertainCalls;
    }
    return total;
}

/** The days from one to another, both included; at most 400. */
export function daysBetween(from: string, to: string): string[] {
    const days: string[] = [];
    for (let at = Date.parse(`${from}T12:00:00Z`); days.length < 400; at += 24 * 3_600_000) {
        const day = new Date(at).toISOString().slice(0, 10);
        if (!(day <= to)) {
            break;
        }
        days.push(day);
    }
    return days;
}

/** The day that is that many days before another. */
export function dayBefore(day: string, days: number): string {
    return new Date(Date.parse(`${day}T12:00:00Z`) - days * 24 * 3_600_000).toISOString().slice(0, 10);
}

function placeOf(row: UsageRow, axis: UsageAxis, session: MeteredSession | undefined): { key: string; label: string } {
    switch (axis) {
        case 'day':
            return { key: row.day, label: row.day };
        case 'model':
            return { key: row.model, label: row.model };
        case 'session':
            return { key: row.sessionId, label: session?.title || row.sessionId };
        case 'folder':
            return { key: session?.folder ?? '', label: session?.folder ?? '–' };
    }
}

function emptySlice(key: string, label: string): UsageSlice {
    return {
        key,
        label,
        calls: 0,
        tokens: 0,
        inputTokens: 0,
        outputTokens: 0,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        costUsd: 0,
        unpricedCalls: 0,
        unreportedCalls: 0,
        uncertainCalls: 0
    };
}

function add(slice: UsageSlice, row: UsageRow): void {
    const cacheWriteTokens = row.cacheWrite5mTokens + row.cacheWrite1hTokens;
    slice.calls += row.calls;
    slice.inputTokens += row.inputTokens;
    slice.outputTokens += row.outputTokens;
    slice.cacheReadTokens += row.cacheReadTokens;
    slice.cacheWriteTokens += cacheWriteTokens;
    slice.tokens += row.inputTokens + row.outputTokens + row.cacheReadTokens + cacheWriteTokens;
    slice.costUsd += row.costUsd;
    slice.unpricedCalls += row.unpricedCalls;
    slice.unreportedCalls += row.unreportedCalls;
    slice.uncertainCalls += row.cutCalls + row.unknownCalls - row.unreportedCalls;
}
