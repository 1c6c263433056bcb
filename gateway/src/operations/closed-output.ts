/** Who read what this process prints may go away (a closed terminal, a pipe that ended). That is no reason to end. */
export function outliveClosedOutput(): void {
    for (const output of [process.stdout, process.stderr]) {
        output.on('error', () => undefined);
    }
}
