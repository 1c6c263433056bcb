import { URI } from '@theia/core/lib/common/uri';
import { Diagnostic, DiagnosticSeverity } from '@theia/core/shared/vscode-languageserver-protocol';

/** A problem of a file, as the list of problems knows it. */
export interface FileProblem {
    readonly uri: string;
    readonly data: Pick<Diagnostic, 'message' | 'range' | 'severity'>;
}

const WORDS: Readonly<Record<DiagnosticSeverity, string>> = {
    [DiagnosticSeverity.Error]: 'error',
    [DiagnosticSeverity.Warning]: 'warning',
    [DiagnosticSeverity.Information]: 'info',
    [DiagnosticSeverity.Hint]: 'hint'
};

/**
 * The problems in `folder` as a compiler prints them, the worst first: `path:line:column: severity: message`. A problem
 * without a severity is taken for an error, as the Language Server Protocol advises.
 */
export function problemLines(problems: readonly FileProblem[], folder: string): string[] {
    const root = URI.fromFilePath(folder);
    return problems
        .map(problem => ({ ...problem, severity: problem.data.severity ?? DiagnosticSeverity.Error }))
        .sort((a, b) => a.severity - b.severity)
        .flatMap(({ uri, data, severity }) => {
            const path = root.relative(new URI(uri))?.toString();
            const { line, character } = data.range.start;
            return path === undefined
                ? []
                : [`${path}:${line + 1}:${character + 1}: ${WORDS[severity]}: ${data.message}`];
        });
}
