import { expect } from 'chai';
import { suggestRules } from './rule-suggestions';

const patterns = (name: string, input: Record<string, unknown>): string[] =>
    suggestRules(name, input, '/work/app')
        .parts.flat()
        .map(({ pattern }) => pattern);

describe('suggested rules', () => {
    it('go from this very command to any of its kind', () => {
        expect(patterns('Bash', { command: 'cargo test --lib "a b"' })).to.deep.equal([
            `cargo test --lib 'a b'`,
            'cargo test *'
        ]);
        expect(patterns('bash', { command: 'ls -l' })).to.deep.equal(['ls -l', 'ls -l *', 'ls *']);
    });

    it('have one for each command of a chain', () => {
        expect(suggestRules('Bash', { command: 'ls && wc -l a' }, '/work/app').exact).to.deep.equal([
            { tool: 'command', pattern: 'ls' },
            { tool: 'command', pattern: 'wc -l a' }
        ]);
    });

    it('go for each part of a chain by itself, so that all can be had at once', () => {
        const { parts } = suggestRules('Bash', { command: 'npm test && ls -l && npm test' }, '/work/app');
        expect(parts.map(part => part.map(({ pattern }) => pattern))).to.deep.equal([
            ['npm test', 'npm test *'],
            ['ls -l', 'ls -l *', 'ls *']
        ]);
    });

    it('are none for a chain that goes to another folder, which no rule allows', () => {
        expect(patterns('Bash', { command: 'cd src && ls' })).to.deep.equal([]);
    });

    it('are none for a chain that no few rules can judge', () => {
        expect(patterns('Bash', { command: Array(21).fill('ls').join(' && ') })).to.deep.equal([]);
    });

    it('are none for what no rule can judge', () => {
        expect(patterns('Bash', { command: 'ls > x' })).to.deep.equal([]);
        expect(patterns('Bash', { command: 'ls $(x)' })).to.deep.equal([]);
        expect(patterns('AskUserQuestion', {})).to.deep.equal([]);
        expect(patterns('Edit', { file_path: '/etc/passwd', old_string: '', new_string: '' })).to.deep.equal([]);
    });

    it('name a file, its folder and all of the folder', () => {
        expect(patterns('Write', { file_path: '/work/app/src/a/b.ts', content: '' })).to.deep.equal([
            'src/a/b.ts',
            'src/a/**',
            '**'
        ]);
    });

    it('name a host, and a tool that is not known by any input', () => {
        expect(patterns('WebFetch', { url: 'https://docs.example.org/x', prompt: '' })).to.deep.equal([
            'docs.example.org'
        ]);
        expect(patterns('mcp__db__query', { sql: 'x' })).to.deep.equal(['*']);
    });
});
