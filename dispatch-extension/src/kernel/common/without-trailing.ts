/**
 * The text without the characters at its end that are `character`. In the place of `/x+$/`, which tries again from each of many
 * such characters in the middle: half a million of them, which a program prints in a moment, took minutes.
 */
export function withoutTrailing(text: string, character: string): string {
    let end = text.length;
    while (end > 0 && text[end - 1] === character) {
        end--;
    }
    return text.slice(0, end);
}
