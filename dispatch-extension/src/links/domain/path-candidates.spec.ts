import { expect } from 'chai';
import { findPathCandidates, withoutOverlaps } from './path-candidates';

/** Lines as the tools print them, and the one place that each of them names. */
const OUTPUT: readonly [tool: string, line: string, path: string, at?: number, column?: number][] = [
    ['tsc', "src/a.ts(12,5): error TS2322: Type 'string' is not assignable to type 'number'.", 'src/a.ts', 12, 5],
    ['tsc --pretty', 'src/a.ts:12:5 - error TS2322: Type', 'src/a.ts', 12, 5],
    ['tsc, a folder with a space', 'my folder/a.ts(12,5): error TS2322', 'my folder/a.ts', 12, 5],
    ['eslint, unix format', '/home/me/work/src/a.ts:3:10: Unexpected any. [Error]', '/home/me/work/src/a.ts', 3, 10],
    ['eslint, stylish heading', '/home/me/work/src/a.ts', '/home/me/work/src/a.ts'],
    ['eslint, compact', 'src/a.js: line 4, col 7, Error - Missing semicolon.', 'src/a.js', 4, 7],
    ['gcc', "main.c:3:5: error: expected ';' before 'return'", 'main.c', 3, 5],
    ['gcc, include', 'In file included from include/util.h:1,', 'include/util.h', 1],
    ['clang', './lib/parse.cc:120:33: warning: unused variable', './lib/parse.cc', 120, 33],
    ['ld', 'main.c:(.text+0x5): undefined reference to `f`', 'main.c'],
    ['make', 'Makefile:12: *** missing separator.  Stop.', 'Makefile', 12],
    ['make, folder', "make[1]: Entering directory '/home/me/work/sub dir'", '/home/me/work/sub dir'],
    ['cmake', 'CMake Error at CMakeLists.txt:14 (add_executable):', 'CMakeLists.txt', 14],
    ['rustc', '  --> src/main.rs:4:5', 'src/main.rs', 4, 5],
    ['rust panic', "thread 'main' panicked at src/main.rs:7:10:", 'src/main.rs', 7, 10],
    ['cargo', '  ::: /home/me/.cargo/registry/src/x/lib.rs:9:1', '/home/me/.cargo/registry/src/x/lib.rs', 9, 1],
    ['go build', './main.go:12:2: undefined: foo', './main.go', 12, 2],
    ['go panic', '\t/home/me/work/main.go:12 +0x1d', '/home/me/work/main.go', 12],
    ['go test', '    main_test.go:9: got 1, want 2', 'main_test.go', 9],
    ['python', '  File "app/x.py", line 3, in <module>', 'app/x.py', 3],
    ['python, a space', '  File "/home/me/my app/x.py", line 31', '/home/me/my app/x.py', 31],
    ['python -m py_compile', 'SyntaxError: invalid syntax (x.py, line 3)', 'x.py', 3],
    ['pytest', 'tests/test_a.py:12: AssertionError', 'tests/test_a.py', 12],
    ['pytest, summary', 'FAILED tests/test_a.py::test_x - assert 1 == 2', 'tests/test_a.py'],
    ['mypy', 'app/x.py:4: error: Incompatible types  [assignment]', 'app/x.py', 4],
    ['ruff', ' --> app/x.py:1:8', 'app/x.py', 1, 8],
    ['node stack', '    at f (/a/b.js:1:2)', '/a/b.js', 1, 2],
    ['node stack, no name', '    at /a/b.js:10:20', '/a/b.js', 10, 20],
    ['node stack, async', '    at async Promise.all (index 0) (lib/c.mjs:7:3)', 'lib/c.mjs', 7, 3],
    ['node, uncaught', '/a/b.js:3', '/a/b.js', 3],
    ['jest', '      at Object.<anonymous> (src/sum.test.js:4:15)', 'src/sum.test.js', 4, 15],
    ['jest, summary', ' FAIL  src/sum.test.js', 'src/sum.test.js'],
    ['vitest', ' ❯ src/sum.test.ts:6:17', 'src/sum.test.ts', 6, 17],
    ['mocha', '      at Context.<anonymous> (test/a.spec.js:10:12)', 'test/a.spec.js', 10, 12],
    ['webpack', 'ERROR in ./src/a.js 12:4-20', './src/a.js', 12, 4],
    ['next.js', './app/[id]/page.tsx:8:3', './app/[id]/page.tsx', 8, 3],
    ['next.js, group', './app/(shop)/page.tsx:8:3', './app/(shop)/page.tsx', 8, 3],
    ['git status', '\tmodified:   src/a.ts', 'src/a.ts'],
    ['git diff ---', '--- a/src/a.ts', 'src/a.ts'],
    ['git diff +++', '+++ b/src/deep/a b.ts', 'src/deep/a'],
    ['git diff --stat', ' src/a.ts | 12 +++++------', 'src/a.ts'],
    ['git commit', ' create mode 100644 docs/guide.md', 'docs/guide.md'],
    ['git grep -n', 'src/a.ts:12:const x = 1;', 'src/a.ts', 12],
    ['ripgrep', 'src/a.ts:12:5:const x = 1;', 'src/a.ts', 12, 5],
    ['grep -r', './docs/guide.md:see the guide', './docs/guide.md'],
    ['java', '\tat com.acme.Main.run(Main.java:42)', 'Main.java', 42],
    ['javac', 'src/Main.java:5: error: cannot find symbol', 'src/Main.java', 5],
    ['kotlinc', 'e: src/Main.kt: (3, 5): Unresolved reference', 'src/Main.kt'],
    ['kotlin, gradle', 'e: /home/me/src/Main.kt:3:5 Unresolved reference', '/home/me/src/Main.kt', 3, 5],
    ['dotnet', 'Program.cs(5,13): error CS0103: The name', 'Program.cs', 5, 13],
    ['dotnet stack', '   at App.Main() in /home/me/app/Program.cs:line 7', '/home/me/app/Program.cs', 7],
    ['ruby', "a.rb:3:in 'block in <main>': boom (RuntimeError)", 'a.rb', 3],
    ['php', 'PHP Fatal error: boom in /var/www/x.php on line 12', '/var/www/x.php', 12],
    ['perl', 'syntax error at script.pl line 5, near "}"', 'script.pl', 5],
    ['bash', 'deploy.sh: line 4: foo: command not found', 'deploy.sh', 4],
    ['shellcheck', 'In deploy.sh line 4:', 'deploy.sh', 4],
    ['terraform', '  on main.tf line 10, in resource "x":', 'main.tf', 10],
    ['docker build', 'Dockerfile:7', 'Dockerfile', 7],
    ['home', 'written to ~/notes/today.md', '~/notes/today.md'],
    ['an option', 'using --config=conf/app.json', 'conf/app.json'],
    ['the end of a sentence', 'See docs/guide.md.', 'docs/guide.md'],
    ['brackets', '(see docs/guide.md)', 'docs/guide.md'],
    ['GitHub style', 'docs/guide.md#L12', 'docs/guide.md', 12],
    ['a hidden file', 'ignored by .gitignore', '.gitignore'],
    ['backquotes', 'Created `src/new file.ts`.', 'src/new file.ts'],
    ['Claude', '⏺ Update(src/app/main.ts)', 'src/app/main.ts'],
    ['prettier', '[warn] src/a.ts', 'src/a.ts'],
    ['letters of the world', 'docs/übersicht/日本.md:2:1', 'docs/übersicht/日本.md', 2, 1]
];

describe('paths in output', () => {
    for (const [tool, line, path, at, column] of OUTPUT) {
        it(`are found as ${tool} prints them`, () => {
            const found = withoutOverlaps(findPathCandidates(line).filter(candidate => candidate.path === path));
            expect(found.map(each => [each.path, each.line, each.column])).to.deep.include([path, at, column]);
            expect(line.slice(found[0].start)).to.match(
                new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}|^[ab]/`)
            );
        });
    }

    it('are not seen in a URL, a time, a version or plain words', () => {
        for (const line of ['see https://example.com/a.ts:12', 'took 1.2 s', '12:30:45', 'version 1.2.3', 'A. B.']) {
            expect(findPathCandidates(line).filter(({ path }) => !/^(?:\/\/)?example\.com/.test(path))).to.deep.equal(
                [],
                line
            );
        }
    });

    it('cover their line and column, so that the whole of it can be clicked', () => {
        const line = '    at f (/a/b.js:1:2)';
        const [{ start, length }] = findPathCandidates(line).filter(({ path }) => path === '/a/b.js');
        expect(line.slice(start, start + length)).to.equal('/a/b.js:1:2');
    });

    it('stay few on a long line without any', () => {
        expect(findPathCandidates('x'.repeat(5_000))).to.deep.equal([]);
        expect(findPathCandidates('(=:'.repeat(300)).length).to.be.lessThan(5);
    });
});
