import { nls } from '@theia/core/lib/common/nls';
import { MissingOutput } from '../common/history-protocol';

/** A size as people say it: "38 MB". */
export function sizeInWords(bytes: number): string {
    const units = ['B', 'KB', 'MB', 'GB'];
    let value = bytes;
    let unit = 0;
    for (; value >= 1_000 && unit < units.length - 1; unit++) {
        value /= 1_000;
    }
    return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** A time: "14:02", with the day where it is not today. */
export function timeInWords(ms: number, nowMs: number): string {
    const date = new Date(ms);
    const time = date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
    const isToday = date.toDateString() === new Date(nowMs).toDateString();
    return isToday ? time : `${date.toLocaleDateString(undefined, { month: 'short', day: 'numeric' })}, ${time}`;
}

/** Why output is not there. */
export function missingInWords({ from, to, reason }: MissingOutput): string {
    const size = sizeInWords(to - from);
    switch (reason) {
        case 'retention':
            return nls.localize(
                'dispatch/history/retention',
                '{0} of older output are not kept any more; a terminal keeps its newest output',
                size
            );
        case 'disk-full':
            return nls.localize('dispatch/history/diskFull', '{0} are missing here: the disk was full', size);
        case 'damaged':
            return nls.localize('dispatch/history/damaged', '{0} are missing here: the record is damaged', size);
    }
}
