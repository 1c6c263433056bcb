import { COUNTED_LINE_BYTES, CountedTally } from './counted-output';

/** What one probe terminal has shown. */
export interface ProbeResult {
    /** Its program runs on, as the same process. */
    kept: boolean;
    tally: CountedTally;
    leftOutBytes: number;
    replacedByPictures: number;
}

/** How long something took to be there again, in ms. */
export interface Recovery {
    process: string;
    /** Until the process answered. */
    backMs: number;
    /** Until every probe showed a line that was printed after the kill. */
    shownMs: number;
}

/** What a drill has found. */
export interface DrillReport {
    probes: number;
    kept: number;
    seenBytes: number;
    lostBytes: number;
    doubledBytes: number;
    recoveries: readonly Recovery[];
    /** Everything was kept, and nothing lost or doubled. */
    passed: boolean;
}

/** Adds up what the probes have shown. */
export function drillReport(probes: readonly ProbeResult[], recoveries: readonly Recovery[]): DrillReport {
    const sum = (of: (probe: ProbeResult) => number): number => probes.reduce((total, probe) => total + of(probe), 0);
    const kept = probes.filter(probe => probe.kept).length;
    const lostBytes = sum(({ tally, leftOutBytes }) => tally.lost * COUNTED_LINE_BYTES + leftOutBytes);
    const doubledBytes = sum(({ tally }) => tally.doubled * COUNTED_LINE_BYTES + tally.strangeBytes);
    const whole = probes.every(({ tally, replacedByPictures }) => tally.seen > 0 && replacedByPictures === 0);
    return {
        probes: probes.length,
        kept,
        seenBytes: sum(({ tally }) => tally.seen * COUNTED_LINE_BYTES),
        lostBytes,
        doubledBytes,
        recoveries,
        passed: kept === probes.length && lostBytes === 0 && doubledBytes === 0 && whole
    };
}

/** The report as a person reads it. */
export function inWords(report: DrillReport): string {
    const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
    const rows = [
        ['processes kept', `${report.kept} of ${report.probes}`],
        ['bytes shown', report.seenBytes.toLocaleString('en')],
        ['bytes lost', String(report.lostBytes)],
        ['bytes doubled', String(report.doubledBytes)],
        ...report.recoveries.map(({ process, backMs, shownMs }) => [
            `${process} killed`,
            `back after ${seconds(backMs)}, every terminal current after ${seconds(shownMs)}`
        ])
    ];
    const width = Math.max(...rows.map(([name]) => name.length));
    const lines = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
    return [...lines, report.passed ? 'Passed.' : 'FAILED.'].join('\n');
}
