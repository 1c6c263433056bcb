import { expect } from 'chai';
import { DiagnosticSeverity } from '@theia/core/shared/vscode-languageserver-protocol';
import { FileProblem, problemLines } from './problem-lines';

function problem(path: string, message: string, severity?: DiagnosticSeverity): FileProblem {
    const start = { line: 2, character: 4 };
    return { uri: `file://${path}`, data: { message, severity, range: { start, end: start } } };
}

describe('problems as they go with a message', () => {
    it('calls each by its own severity, the worst first (hints and information were called warnings)', () => {
        const problems = [
            problem('/work/a.ts', 'never read', DiagnosticSeverity.Hint),
            problem('/work/a.ts', 'a word', DiagnosticSeverity.Information),
            problem('/work/b/c.ts', 'missing', DiagnosticSeverity.Error),
            problem('/work/a.ts', 'old', DiagnosticSeverity.Warning),
            problem('/work/a.ts', 'told without one')
        ];
        expect(problemLines(problems, '/work')).to.deep.equal([
            'b/c.ts:3:5: error: missing',
            'a.ts:3:5: error: told without one',
            'a.ts:3:5: warning: old',
            'a.ts:3:5: info: a word',
            'a.ts:3:5: hint: never read'
        ]);
    });

    it('leaves out what lies elsewhere', () => {
        expect(problemLines([problem('/other/a.ts', 'missing', DiagnosticSeverity.Error)], '/work')).to.deep.equal([]);
    });
});
