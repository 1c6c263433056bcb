/** The longest part of its own name that a file keeps, in code points: of four bytes each, still a name anywhere. */
const MAX_NAME_CHARS = 55;

/**
 * The name under which a file from the person's computer is kept: when it came, then its own name, so that none meets
 * another. Only what needs no quotes and is nobody's special name.
 *
 * @param time local time
 */
export function droppedName(original: string, time: Date): string {
    const base = original.split(/[/\\]/).at(-1) ?? '';
    const dot = base.lastIndexOf('.');
    const [stem, extension] = dot > 0 ? [base.slice(0, dot), base.slice(dot + 1)] : [base, ''];
    const kind = first(safe(extension), 12);
    const end = kind && `.${kind}`;
    const kept = first(safe(stem), MAX_NAME_CHARS - end.length) || 'file';
    return `${stamp(time)}-${kept}${end}`;
}

/** Letters and digits of any alphabet, dots, dashes; everything else becomes one dash. */
function safe(text: string): string {
    return text
        .normalize('NFC')
        .replace(/[^\p{L}\p{N}.]+/gu, '-')
        .replace(/\.{2,}/g, '.')
        .replace(/^[.-]+|[.-]+$/g, '');
}

function first(text: string, count: number): string {
    return [...text].slice(0, count).join('');
}

function stamp(time: Date): string {
    const two = (value: number): string => String(value).padStart(2, '0');
    const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
    const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join('');
    return `${day}-${clock}${String(time.getMilliseconds()).padStart(3, '0')}`;
}
