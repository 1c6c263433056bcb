import { expect } from 'chai';
import { presentTool } from './tool-presentation';

describe('tool presentation', () => {
    it('shows a command by its first line and whole when opened, and names what else was given', () => {
        expect(presentTool('Bash', { command: 'cd a\nmake', timeout: 1_000 })).to.deep.equal({
            icon: 'terminal',
            verb: 'Run',
            subject: 'cd a …',
            body: { kind: 'command', command: 'cd a\nmake' },
            rest: { timeout: 1_000 }
        });
    });

    it('shows an edit as a comparison', () => {
        const { path, body, rest } = presentTool('Edit', { file_path: '/w/a.ts', old_string: 'a', new_string: 'b' });
        expect({ path, body, rest }).to.deep.equal({
            path: '/w/a.ts',
            body: {
                kind: 'diff',
                hunks: [
                    [
                        { kind: 'removed', text: 'a' },
                        { kind: 'added', text: 'b' }
                    ]
                ]
            },
            rest: {}
        });
    });

    it('shows each of several edits, and no field twice', () => {
        const edits = [
            { old_string: 'a', new_string: 'b' },
            { old_string: '', new_string: 'c' }
        ];
        const { body, rest } = presentTool('MultiEdit', { file_path: '/w/a.ts', edits });
        expect(body.kind === 'diff' && body.hunks.length).to.equal(2);
        expect(rest).to.deep.equal({});
    });

    it('hides nothing of an edit beyond its two texts (replace_all of one among several was not shown)', () => {
        const edits = [{ old_string: 'a', new_string: 'b', replace_all: true }];
        expect(presentTool('MultiEdit', { file_path: '/w/a.ts', edits }).rest).to.deep.equal({ edits });
    });

    it('says nothing of an edit that its comparison says (`replace_all: false` stood below each)', () => {
        const texts = { old_string: 'a', new_string: 'b', replace_all: false };
        expect(presentTool('Edit', { file_path: '/w/a.ts', ...texts }).rest).to.deep.equal({});
        expect(presentTool('MultiEdit', { file_path: '/w/a.ts', edits: [texts] }).rest).to.deep.equal({});
        const all = { ...texts, replace_all: true };
        expect(presentTool('Edit', { file_path: '/w/a.ts', ...all }).rest).to.deep.equal({ replace_all: true });
    });

    it('opens a file that is read at the line that is read', () => {
        expect(presentTool('Read', { file_path: 'a.ts', offset: 12 })).to.deep.include({
            path: 'a.ts',
            line: 12,
            rest: {}
        });
    });

    it('names the lines of a file that are read', () => {
        const { line, endLine, rest } = presentTool('Read', { file_path: 'a.ts', offset: 12, limit: 5 });
        expect({ line, endLine, rest }).to.deep.equal({ line: 12, endLine: 16, rest: {} });
        expect(presentTool('Read', { file_path: 'a.ts', limit: 5 })).to.deep.include({ line: 1, endLine: 5 });
    });

    it('knows how what a search found is written', () => {
        const outputs = [
            presentTool('Grep', { pattern: 'a' }),
            presentTool('Grep', { pattern: 'a', output_mode: 'content' }),
            presentTool('search', { pattern: 'a' }),
            presentTool('Glob', { pattern: '*' })
        ].map(({ output }) => output);
        expect(outputs).to.deep.equal(['paths', 'hits', 'hits', 'paths']);
    });

    it('reads questions, and leaves out what is none', () => {
        const option = { label: 'Yes', description: 'All of it' };
        const asked = { question: 'Go on?', header: 'Go', options: [option, {}], multiSelect: true };
        expect(presentTool('AskUserQuestion', { questions: [asked, 'what', { header: 'x' }] }).body).to.deep.equal({
            kind: 'questions',
            questions: [{ ...asked, options: [option, { label: '', description: '' }] }]
        });
        expect(presentTool('AskUserQuestion', {}).body).to.deep.equal({ kind: 'questions', questions: [] });
    });

    it('hides no field of a tool that nobody knows', () => {
        const input = { url: 'http://x', depth: 3 };
        expect(presentTool('mcp__web__crawl_all', input)).to.deep.include({ verb: 'web: crawl all', rest: input });
    });

    it('shows input that is not as the tool would have it as it is', () => {
        const input = { command: 42, todos: 'none' };
        expect(presentTool('Bash', input).rest).to.deep.equal(input);
        expect(presentTool('TodoWrite', { todos: [{ content: 'x', status: 'odd' }] }).body).to.deep.equal({
            kind: 'todos',
            items: [{ text: 'x', state: 'pending' }]
        });
    });
});
