import { expect } from 'chai';
import { renderConfigurationPage } from './configuration-page';
import { ConfigurationError, listConfiguration, readConfiguration } from './configuration';

const HOME = '/home/me';

function complaintAbout(environment: NodeJS.ProcessEnv): string {
    try {
        readConfiguration(environment, HOME);
        return 'nothing';
    } catch (error) {
        expect(error).to.be.instanceOf(ConfigurationError);
        return (error as Error).message;
    }
}

describe('configuration', () => {
    it('is complete without a single variable', () => {
        const set = Object.entries(readConfiguration({}, HOME)).filter(([, value]) => value !== undefined);
        expect(Object.fromEntries(set)).to.deep.equal({
            PORT: 3030,
            HOST: '127.0.0.1',
            WORKSPACES_ROOT: '/home/me',
            DISPATCH_DATA_DIR: '/home/me/.dispatch',
            TRUST_PROXY: [],
            ANTHROPIC_BASE_URL: 'https://api.anthropic.com',
            CLAUDE_REQUESTS_PER_MINUTE: 1000,
            CLAUDE_REQUESTS_PER_MINUTE_PER_SESSION: 300,
            CLAUDE_CONCURRENT_REQUESTS: 100,
            CLAUDE_CONCURRENT_REQUESTS_PER_SESSION: 30,
            CLAUDE_TOKENS_PER_DAY: 0,
            CLAUDE_TOKENS_PER_DAY_PER_SESSION: 0,
            CLAUDE_USD_PER_MONTH: 0,
            CLAUDE_USD_PER_MONTH_PER_SESSION: 0,
            CLAUDE_WARN_AT_PERCENT: 80,
            CLAUDE_STREAM_SILENCE_S: 180,
            CLAUDE_METER_TERMINALS: false,
            TERMINAL_LOG_MIB: 64,
            TERMINAL_LOGS_TOTAL_MIB: 2048,
            MAX_TERMINALS: 100,
            MAX_TERMINALS_PER_WORKSPACE: 50,
            TERMINAL_STARTS_PER_10_S: 60,
            TERMINAL_INPUT_KIB_PER_S: 1024,
            MAX_FRAME_KIB: 8192,
            TERMINAL_IDLE_MINUTES: 0,
            CLAUDE_ALLOW_BYPASS: false,
            CLAUDE_MEMORY_MIB: 0,
            CLAUDE_WEB_FETCH: false,
            CLAUDE_SANDBOX: 'auto',
            CLAUDE_DENIED_PATHS: [
                '/home/me/.ssh',
                '/home/me/.gnupg',
                '/home/me/.aws',
                '/home/me/.azure',
                '/home/me/.kube',
                '/home/me/.docker',
                '/home/me/.netrc',
                '/home/me/.git-credentials',
                '/home/me/.password-store',
                '/home/me/.config/gh',
                '/home/me/.config/gcloud',
                '/home/me/.config/git/credentials',
                '/home/me/.mozilla',
                '/home/me/.config/google-chrome',
                '/home/me/.config/chromium',
                '/dev/pts'
            ],
            CLAUDE_PROTECTED_PATHS: ['.git', '.claude/settings.json', '.claude/settings.local.json', '.mcp.json'],
            CLAUDE_UNIX_SOCKETS: false,
            LOG_LEVEL: 'info'
        });
    });

    it('takes paths that are denied to Claude, from the home or absolute, and "none"', () => {
        const denied = (value: string): readonly string[] =>
            readConfiguration({ CLAUDE_DENIED_PATHS: value }, HOME).CLAUDE_DENIED_PATHS;
        expect(denied('~/.ssh/: /srv/keys/../keys')).to.deep.equal(['/home/me/.ssh', '/srv/keys']);
        expect(denied('none')).to.deep.equal([]);
        expect(complaintAbout({ CLAUDE_DENIED_PATHS: '~/.ssh:keys' })).to.equal(
            'CLAUDE_DENIED_PATHS must be absolute paths, separated by colons, or "none".'
        );
        const guarded = (value: string): readonly string[] =>
            readConfiguration({ CLAUDE_PROTECTED_PATHS: value }, HOME).CLAUDE_PROTECTED_PATHS;
        expect(guarded('.git: .husky/ ::.vscode/tasks.json')).to.deep.equal(['.git', '.husky', '.vscode/tasks.json']);
        expect(guarded('none')).to.deep.equal([]);
        for (const wrong of ['/etc/passwd', '~/.bashrc', '../x', 'a/./b', 'a//b', 'a/'.repeat(20)]) {
            expect(complaintAbout({ CLAUDE_PROTECTED_PATHS: wrong }), wrong).to.equal(
                'CLAUDE_PROTECTED_PATHS must be relative paths like .claude/settings.json, without . and .., separated by colons, or "none".'
            );
        }
        const egress = (value: string) => readConfiguration({ CLAUDE_EGRESS: value }, HOME).CLAUDE_EGRESS;
        expect(egress('registry.npmjs.org, *.example.org,localhost:5173')).to.deep.equal([
            'registry.npmjs.org',
            '*.example.org',
            'localhost:5173'
        ]);
        expect([egress('open'), egress('none')]).to.deep.equal([undefined, []]);
        for (const wrong of ['https://example.org', '*', 'a b', 'example.org:x', 'example.org:65536', 'localhost:0']) {
            expect(complaintAbout({ CLAUDE_EGRESS: wrong }), wrong).to.match(
                /^CLAUDE_EGRESS must be "open", "none" or hosts/
            );
        }
        expect(complaintAbout({ CLAUDE_EGRESS: 'none', CLAUDE_SANDBOX: 'off' })).to.match(
            /^CLAUDE_EGRESS needs the sandbox/
        );
        expect(complaintAbout({ CLAUDE_SANDBOX: 'on' })).to.equal('CLAUDE_SANDBOX must be auto, required or off.');
    });

    it('listens to everybody in a container, where a key is a must', () => {
        const inside = { DISPATCH_CONTAINER: '1' };
        expect(complaintAbout(inside)).to.match(
            /^TERMINAL_KEY of at least 12 characters is needed to listen on 0\.0\.0\.0/
        );
        expect(readConfiguration({ ...inside, TERMINAL_KEY: 'twelve chars' }, HOME)).to.include({
            HOST: '0.0.0.0',
            DISPATCH_DATA_DIR: '/data',
            WORKSPACES_ROOT: '/workspaces'
        });
    });

    it('S49: refuses to listen to others without a key of twelve characters', () => {
        for (const HOST of ['0.0.0.0', '::', '192.168.1.10', '::ffff:10.0.0.1']) {
            expect(complaintAbout({ HOST }), HOST).to.contain('TERMINAL_KEY');
            expect(complaintAbout({ HOST, TERMINAL_KEY: 'eleven char' }), HOST).to.contain('TERMINAL_KEY');
            expect(complaintAbout({ HOST, TERMINAL_KEY: 'twelve chars' }), HOST).to.equal('nothing');
        }
        for (const HOST of ['localhost', '127.0.0.1', '127.1.2.3', '::1']) {
            expect(complaintAbout({ HOST }), HOST).to.equal('nothing');
        }
    });

    it('says in one line which variable is wrong and how', () => {
        const complaints: [NodeJS.ProcessEnv, string][] = [
            [{ PORT: 'abc' }, 'PORT must be a number.'],
            [{ PORT: '70000' }, 'PORT must be from 0 to 65535.'],
            [{ PORT: '3.5' }, 'PORT must be a whole number.'],
            [{ HOST: 'my-machine' }, 'HOST must be an IP address or "localhost".'],
            [{ DISPATCH_DATA_DIR: 'data' }, 'DISPATCH_DATA_DIR must be an absolute path.'],
            [{ PUBLIC_URL: 'ide.example.org' }, 'PUBLIC_URL must be an http or https URL.'],
            [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY must be IP addresses or ranges, comma-separated, or "loopback".'],
            [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be error, warn, info or debug.']
        ];
        for (const [environment, complaint] of complaints) {
            expect(complaintAbout(environment)).to.equal(complaint);
        }
    });

    it('refuses what it does not support yet instead of ignoring it', () => {
        const wanted = {
            DATABASE_URL: 'postgres://u:hunter2@db/x',
            REDIS_URL: 'redis://r',
            ENABLE_TUNNEL: 'true',
            LT_SUBDOMAIN: 'x'
        };
        for (const [name, value] of Object.entries(wanted)) {
            const complaint = complaintAbout({ [name]: value });
            expect(complaint).to.match(new RegExp(`^${name} is not supported by this version`));
            expect(complaint).not.to.contain('hunter2');
        }
    });

    it('takes an empty value for none, and ~ for the home folder', () => {
        const configuration = readConfiguration(
            { PORT: '', DATABASE_URL: ' ', DISPATCH_DATA_DIR: '~/elsewhere' },
            HOME
        );
        expect([configuration.PORT, configuration.DISPATCH_DATA_DIR]).to.deep.equal([3030, '/home/me/elsewhere']);
    });

    it('is described, every variable of it, on its page', () => {
        const page = renderConfigurationPage();
        for (const entry of listConfiguration()) {
            expect(entry.description, entry.name).to.match(/^[A-Z].+\.$/);
            expect(page).to.contain(`| \`${entry.name}\` |`);
        }
    });
});
