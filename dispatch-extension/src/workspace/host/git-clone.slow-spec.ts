import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { gitClone } from './git-clone';

describe('S30: a clone of a hostile repository', function () {
    this.timeout(60_000);
    let root: string;
    let origin: string;
    let canary: string;
    let before: string | undefined;

    beforeEach(() => {
        root = fs.mkdtempSync(join(tmpdir(), 'dispatch-clone-'));
        canary = join(root, 'canary');
        origin = join(root, 'origin');
        fs.mkdirSync(origin);
        // a person whose git takes hooks and more from wherever it stands, and follows submodules
        const config = join(root, 'gitconfig');
        fs.writeFileSync(
            config,
            `[core]
                hooksPath = hooks
                fsmonitor = ./evil.sh
            [submodule]
                recurse = true
            [protocol "ext"]
                allow = always
            [user]
                name = Ada
                email = ada@example.org`
        );
        before = process.env['GIT_CONFIG_GLOBAL'];
        process.env['GIT_CONFIG_GLOBAL'] = config;
        const script = `
            git -c core.hooksPath= -c core.fsmonitor=false init -q .
            mkdir hooks
            printf '#!/bin/sh\\ntouch ${canary}\\n' > evil.sh
            for h in post-checkout post-index-change reference-transaction fsmonitor-watchman; do cp evil.sh hooks/$h; done
            chmod 755 evil.sh hooks/*
            printf '[submodule "sub"]\\n\\tpath = sub\\n\\turl = ext::sh -c touch%% ${canary}\\n' > .gitmodules
            printf '* filter=evil\\n' > .gitattributes
            echo text > text.txt
            alias git='git -c core.hooksPath= -c core.fsmonitor=false -c submodule.recurse=false'
            shopt -s expand_aliases
            eval 'git add . && git update-index --add --cacheinfo 160000,$(printf %040d 1),sub && git commit -q -m all'`;
        execFileSync('bash', ['-c', script], { cwd: origin });
        fs.rmSync(canary, { force: true });
    });

    afterEach(() => {
        if (before === undefined) {
            delete process.env['GIT_CONFIG_GLOBAL'];
        } else {
            process.env['GIT_CONFIG_GLOBAL'] = before;
        }
        fs.rmSync(root, { recursive: true, force: true });
    });

    const clone = (url: string): Promise<void> => {
        const folder = join(root, 'clone');
        fs.mkdirSync(folder);
        return gitClone({ url, folder, signal: new AbortController().signal, onProgress: () => undefined });
    };

    it('runs none of its hooks, monitors and filters, and follows no submodule', async () => {
        await clone(origin);
        expect(fs.readFileSync(join(root, 'clone', 'text.txt'), 'utf8')).to.equal('text\n');
        expect(fs.existsSync(canary), 'the canary ran').to.equal(false);
    });

    it('runs no command that the address itself is', async () => {
        const code = await clone(`ext::sh -c touch% ${canary}`).catch((error: { code: string }) => error.code);
        expect(code).to.equal('workspace.clone-failed');
        expect(fs.existsSync(canary), 'the canary ran').to.equal(false);
    });
});
