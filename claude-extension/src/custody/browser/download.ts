/** How long the browser may take to begin, in ms. */
const BEGIN_MS = 60_000;

/** Gives a text to the browser, to be saved as a file. */
export function download(fileName: string, type: string, text: string): void {
    const address = URL.createObjectURL(new Blob([text], { type }));
    const link = document.createElement('a');
    link.href = address;
    link.download = fileName;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(address), BEGIN_MS);
}
